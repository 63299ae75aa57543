import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fromProjectRoot } from '../../foundation/config/project-root.js';

/** What QEMU writes when it is asked for the screen, in three bytes a point. */
const picture = (points: Uint8Array) =>
  Buffer.concat([Buffer.from(`P6\n${points.length / 3} 1\n255\n`), points]);
const BLACK = picture(new Uint8Array(6));
const CONSOLE = picture(Uint8Array.of(0, 0, 0, 255, 255, 255));
/** More colours than a pipe holds. */
const DESKTOP = picture(Uint8Array.from({ length: 60_000 }, (_, at) => (at % 3 ? at / 3 : at / 768)));

/** Answers as QEMU and the guest's agent do; what its screen shows is a file, one line of "screens" a look. */
const QEMU = String.raw`#!/bin/bash
[[ "$*" != *isa-debug-exit* ]] || exit 1
screens=$(dirname "$0")/screens
# The other ends of its pipes, which it is born with: held here too, they would never say that the script has ended.
for descriptor in /proc/$$/fd/*; do
  number=${'$'}{descriptor##*/}
  if [ "$number" -gt 2 ] && [ "$number" != 255 ]; then eval "exec $number>&-"; fi
done
while read -r line; do
  if [[ $line =~ \"filename\":\"([^\"]*)\" ]]; then
    shown=$(head -n 1 "$screens")
    [ "$(wc -l <"$screens")" = 1 ] || sed -i 1d "$screens"
    cp "$shown" "${'${BASH_REMATCH[1]}'}"
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
  const kept = () => readFile(join(folder, 'picture.png'));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmm-check-boot-'));
    await mkdir(join(folder, 'bin'));
    await writeFile(join(folder, 'bin/qemu-system-x86_64'), QEMU, { mode: 0o755 });
    // The waits between two looks.
    await writeFile(join(folder, 'bin/sleep'), '#!/bin/sh\n', { mode: 0o755 });
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function boot(screens: readonly Buffer[]) {
    const files = screens.map((_, at) => join(folder, `bin/screen-${at}`));
    await Promise.all(screens.map((screen, at) => writeFile(files[at] ?? '', screen)));
    await writeFile(join(folder, 'bin/screens'), `${files.join('\n')}\n`);
    return promisify(execFile)(
      fromProjectRoot('infra/vm-templates/check-boot.sh'),
      [join(folder, 'box.img'), '', join(folder, 'picture.png')],
      { env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` } },
    );
  }

  it.each([
    ['a text console', CONSOLE],
    ['a desktop', DESKTOP],
  ])('keeps the picture of %s, however long it took to be drawn', async (_, screen) => {
    const { stdout } = await boot([...Array<Buffer>(9).fill(BLACK), screen]);
    expect(stdout).toMatch(/^agent \d+\nready \d+\n$/);
    expect((await kept()).equals(screen)).toBe(true);
  });

  it('fails on a screen of one colour, says so, and leaves nothing', async () => {
    await expect(boot([BLACK])).rejects.toMatchObject({
      stderr: expect.stringMatching(/^check-boot: nothing is drawn on the screen: it has one colour, \d+ s/),
    });
    expect(await readdir(folder)).toEqual(['bin']);
  });
});
