import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMarkedProcesses } from '../../foundation/child-process/marked-processes.js';
import { Boxes } from '../vm-templates/boxes.js';
import { ScriptBoxBaker } from './script-box-baker.js';

const order = { box: 'web', jobId: 'job-1', startedAt: new Date('2026-11-28T05:06:07.890Z') };

describe('a bake by the script', () => {
  let dataDir: string;
  let baker: ScriptBoxBaker;
  let lines: string[];
  let shares: number[];
  const asked = () => readFile(join(dataDir, 'asked'), 'utf8').then((text) => text.trim().split('\n'));
  const options = (signal = new AbortController().signal) => ({
    signal,
    log: (line: string) => void lines.push(line),
    progress: (share: number) => void shares.push(share),
  });

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'vmm-baker-'));
    [lines, shares] = [[], []];
    const boxes = new Boxes({ adapters: 'real', dataDir, templatesDir: '/srv/templates' });
    baker = new ScriptBoxBaker({ templatesDir: '/srv/templates' }, boxes, join(dataDir, 'bake.sh'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  /** In place of the real one. */
  async function script(body: string): Promise<void> {
    const file = join(dataDir, 'bake.sh');
    await writeFile(file, `#!/bin/bash\necho "$VMM_TEMPLATES_DIR $*" >>'${dataDir}/asked'\n${body}\n`);
    await chmod(file, 0o755);
  }

  it('is possible with what the script says of the room, and not where it refuses', async () => {
    await script('echo "needs 4096 free 70426"');
    expect(await baker.room('web')).toEqual({ neededMiB: 4096, freeMiB: 70426 });
    expect(await asked()).toEqual([`/srv/templates web --out ${dataDir}/boxes --may`]);
    await script('echo "bake: not installed: mmdebstrap" >&2; exit 1');
    expect(await baker.room('web')).toBeNull();
  });

  it('tells each step and how far it is', async () => {
    await script('echo "step 2/7 48% Installing packages (1 of 2)"; echo "E: a word of apt" >&2');
    await baker.bake(order, options());
    expect(lines.sort()).toEqual(['E: a word of apt', 'Installing packages (1 of 2)']);
    expect(shares).toEqual([0.48]);
    expect(await asked()).toEqual([
      `/srv/templates web --out ${dataDir}/boxes --try --stamp 20261128050607890`,
    ]);
  });

  it('is not done again for the same order', async () => {
    await script('');
    await mkdir(join(dataDir, 'boxes'));
    for (const ending of ['', '.sha256'])
      await writeFile(join(dataDir, `boxes/web-12.5.20261128050607890.box${ending}`), '');
    await baker.bake(order, options());
    await expect(asked()).rejects.toThrow('ENOENT');
  });

  it('that fails says why in the script’s words, and what is left is removed', async () => {
    await script('case $* in *--tidy*) exit ;; esac; echo "bake: no mirror" >&2; exit 1');
    await expect(baker.bake(order, options())).rejects.toMatchObject({
      ...{ code: 'bake-failed', params: { reason: 'no mirror' } },
    });
    expect((await asked()).at(-1)).toContain('--tidy');
  });

  it('ends when it is aborted, with all that it started, and removes what is left', async () => {
    await script('case $* in *--tidy*) exit ;; esac; setsid sleep infinity & echo "step 1/7 1% Begun"; wait');
    const abort = new AbortController();
    const begun = {
      ...options(abort.signal),
      progress: () => abort.abort('cancelled'),
    };
    await expect(baker.bake(order, begun)).rejects.toBe('cancelled');
    expect(await findMarkedProcesses('VMM_BAKE_JOB', order.jobId)).toEqual([]);
    expect((await asked()).at(-1)).toContain('--tidy');
  });

  it('ends what an earlier process of the same order has left running', async () => {
    await script('');
    const earlier = spawn('sleep', ['infinity'], { env: { ...process.env, VMM_BAKE_JOB: order.jobId } });
    const exit = once(earlier, 'exit');
    await once(earlier, 'spawn');
    await baker.bake(order, options());
    expect(await exit).toEqual([null, 'SIGKILL']);
  });
});
