import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { until } from '../../testing/until.js';
import { endMarkedProcesses, findMarkedProcesses } from './marked-processes.js';

const MARK = 'VMM_MARK_SPEC';
const children: ChildProcess[] = [];

/** Says `up` when it is what it is going to be. */
async function start(env: Record<string, string>, script: string): Promise<ChildProcess> {
  const child = spawn('/bin/sh', ['-c', script], { env: { PATH: '/usr/bin:/bin', ...env }, detached: true });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}
const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

afterEach(() => {
  for (const child of children.splice(0)) if (!hasEnded(child)) process.kill(-child.pid!, 'SIGKILL');
});

describe('processes that carry a mark', () => {
  it('are found by it whole: neither its beginning nor another name or value is the mark', async () => {
    const id = randomUUID();
    const ours = await start({ [MARK]: id }, 'echo up; exec sleep 600');
    for (const env of [{ [MARK]: `${id}0` }, { [`${MARK}0`]: id }, { OTHER: `${MARK}=${id}` }, {}])
      await start(env as Record<string, string>, 'echo up; exec sleep 600');
    expect(await findMarkedProcesses(MARK, id)).toEqual([ours.pid]);
    expect(await findMarkedProcesses(MARK, id.slice(0, 8))).toEqual([]);
  });

  it('end with all who inherited it, wherever they went and whatever they do not hear', async () => {
    const id = randomUUID();
    const deaf = "trap '' TERM INT HUP; echo up; sleep 600 & wait";
    const parent = await start({ [MARK]: id }, `setsid sh -c "${deaf}" & wait`);
    const other = await start({ [MARK]: randomUUID() }, 'echo up; exec sleep 600');
    const found = await findMarkedProcesses(MARK, id);
    expect(found.length).toBeGreaterThanOrEqual(3);
    expect(await endMarkedProcesses(MARK, id)).toBeGreaterThanOrEqual(found.length);
    expect(await findMarkedProcesses(MARK, id)).toEqual([]);
    await until('the parent has ended', () => hasEnded(parent));
    expect(hasEnded(other)).toBe(false);
  });

  it('that make others while they are ended leave none', async () => {
    const id = randomUUID();
    await start({ [MARK]: id }, 'echo up; while :; do setsid sleep 600 & sleep 0.01; done');
    await endMarkedProcesses(MARK, id);
    expect(await findMarkedProcesses(MARK, id)).toEqual([]);
  });

  it('are none where there is none, and never this process itself', async () => {
    expect(await endMarkedProcesses(MARK, randomUUID())).toBe(0);
    const [name, value] = Object.entries(process.env).find(([, text]) => text) ?? [];
    expect(await findMarkedProcesses(name!, value!)).not.toContain(process.pid);
  });
});
