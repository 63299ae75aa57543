import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fromProjectRoot } from '../../foundation/config/project-root.js';

const BLACK = String.raw`\0\0\0\0\0\0`;
const DRAWN = String.raw`\0\0\0\377\377\377`;

/** Answers as QEMU and the guest's agent do; its screen has two points, one line of the file "screens" a look. */
const QEMU = String.raw`#!/bin/bash
[[ "$*" != *isa-debug-exit* ]] || exit 1
screens=$(dirname "$0")/screens
while read -r line; do
  if [[ $line =~ \"filename\":\"([^\"]*)\" ]]; then
    points=$(head -n 1 "$screens")
    [ "$(wc -l <"$screens")" = 1 ] || sed -i 1d "$screens"
    printf "P6\n2 1\n255\n$points" >"${'${BASH_REMATCH[1]}'}"
  fi
  echo '{"return": {}}'
done <"$TMPDIR/monitor.in" >"$TMPDIR/monitor.out" &
while read -r line; do
  case $line in
    *guest-sync*) [[ $line =~ \"id\":([0-9]+) ]] && echo "{\"return\": ${'${BASH_REMATCH[1]}'}}" ;;
    *guest-shutdown*) echo '{"return": {}}' && kill $! && exit ;;
    *) echo '{"return": {}}' ;;
  esac
done <"$TMPDIR/agent.in" >"$TMPDIR/agent.out"
`;

describe('the check boot of a new box', () => {
  let folder: string;
  const picture = () => readFile(join(folder, 'picture.png'), 'latin1');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmm-check-boot-'));
    await mkdir(join(folder, 'bin'));
    await writeFile(join(folder, 'bin/qemu-system-x86_64'), QEMU, { mode: 0o755 });
    // The waits between two looks.
    await writeFile(join(folder, 'bin/sleep'), '#!/bin/sh\n', { mode: 0o755 });
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function boot(screens: readonly string[]) {
    await writeFile(join(folder, 'bin/screens'), `${screens.join('\n')}\n`);
    return promisify(execFile)(
      fromProjectRoot('infra/vm-templates/check-boot.sh'),
      [join(folder, 'box.img'), '', join(folder, 'picture.png')],
      { env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` } },
    );
  }

  it('keeps the picture of a screen on which something is drawn, however long that took', async () => {
    const { stdout } = await boot([...Array<string>(9).fill(BLACK), DRAWN]);
    expect(stdout).toMatch(/^agent \d+\nready \d+\n$/);
    expect(await picture()).toContain('\xff\xff\xff');
  });

  it('fails on a screen of one colour, says so, and leaves nothing', async () => {
    await expect(boot([BLACK])).rejects.toMatchObject({
      stderr: expect.stringMatching(/^check-boot: nothing is drawn on the screen: it has one colour, \d+ s/),
    });
    expect(await readdir(folder)).toEqual(['bin']);
  });
});
