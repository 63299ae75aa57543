import { afterEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { until } from '../../testing/until.js';
import { endMarkedProcesses, findMarkedProcesses } from './marked-processes.js';
import { ChildProcessError, run, type RunOptions } from './run.js';

const MARK = 'VMM_RUN_SPEC';
const id = randomUUID();
/** Longer than a test may take. */
const FOR_EVER = 'sleep 600';
const options = (more: Partial<RunOptions> = {}): RunOptions => ({
  env: { PATH: '/usr/bin:/bin', [MARK]: id },
  timeoutMs: 60_000,
  ...more,
});
const sh = (script: string, more?: Partial<RunOptions>) => run('/bin/sh', ['-c', script], options(more));
const left = () => findMarkedProcesses(MARK, id);

afterEach(() => endMarkedProcesses(MARK, id));

describe('a program that is run', () => {
  it('gets its arguments as they are: no shell sees them', async () => {
    const args = ['a b', '$(reboot)', '"; exit 1 #', "l'été", '*', '', '--', '\\n'];
    const output = await run('/usr/bin/printf', ['<%s>\n', ...args], options());
    expect(output.split('\n')).toEqual(args.map((arg) => `<${arg}>`));
  });

  it('inherits nothing of our environment, and reads nothing of our input', async () => {
    process.env['VMM_RUN_SPEC_SECRET'] = 'secret';
    try {
      const output = await run('/usr/bin/env', [], options({ env: { ONLY: 'this' } }));
      expect(output).toBe('ONLY=this');
      expect(await sh('cat')).toBe('');
    } finally {
      delete process.env['VMM_RUN_SPEC_SECRET'];
    }
  });

  it('tells each line of both streams as it comes, before it ends', async () => {
    const lines: string[] = [];
    const aborting = new AbortController();
    const running = sh(`echo out; echo err >&2; printf half; ${FOR_EVER}`, {
      signal: aborting.signal,
      onLine: (line) => lines.push(line),
    });
    await until('both lines are there', () => lines.length === 2);
    aborting.abort();
    await expect(running).rejects.toMatchObject({ reason: 'aborted' });
    expect(lines.slice(0, 2).sort()).toEqual(['err', 'out']);
  });

  it('answers with its last lines, however much it writes', async () => {
    const output = await sh('seq 1 20000');
    expect(output.split('\n')).toEqual(Array.from({ length: 60 }, (_, index) => `${19941 + index}`));
  });

  it('that fails says how, with what it said last', async () => {
    const failing = sh('echo first; echo why >&2; exit 7');
    await expect(failing).rejects.toBeInstanceOf(ChildProcessError);
    await expect(failing).rejects.toMatchObject({
      reason: { exitCode: 7 },
      message: '/bin/sh: exit code 7',
      lastLines: expect.stringContaining('why'),
    });
  });

  it('that is killed by another has no exit code', async () => {
    await expect(sh('kill -9 $$')).rejects.toMatchObject({ reason: { exitCode: null } });
  });

  it.each([['/nowhere/at/all'], ['/etc/passwd']])('that cannot be started says so: %s', async (program) => {
    await expect(run(program, [], options())).rejects.toMatchObject({ reason: 'not-started' });
  });

  it('in a folder that is not there is not started', async () => {
    await expect(sh('true', { cwd: '/nowhere/at/all' })).rejects.toMatchObject({ reason: 'not-started' });
  });
});

describe('a program that takes too long, or is not wanted any more', () => {
  it('ends with its children, deaf ones too', async () => {
    const deaf = `trap '' TERM INT HUP; sh -c "trap '' TERM; ${FOR_EVER}" & printf 'Password: '; ${FOR_EVER}`;
    const running = sh(deaf, { timeoutMs: 300 });
    await expect(running).rejects.toMatchObject({ reason: 'timed-out', lastLines: 'Password: ' });
    await until('nothing is left', async () => (await left()).length === 0);
  });

  it('does not let us wait for a child that left its group and holds its output', async () => {
    const lines: string[] = [];
    const aborting = new AbortController();
    const running = sh(`setsid sh -c 'echo up; ${FOR_EVER}' & wait`, {
      signal: aborting.signal,
      onLine: (line) => lines.push(line),
    });
    await until('the child is up', () => lines.includes('up'));
    aborting.abort();
    await expect(running).rejects.toMatchObject({ reason: 'aborted', lastLines: 'up' });
    // It is found by its mark, by whoever cleans up.
    expect(await endMarkedProcesses(MARK, id)).toBeGreaterThan(0);
  });

  it('that has ended, while such a child goes on writing, is waited for no longer than its time', async () => {
    const running = sh(`setsid sh -c '${FOR_EVER}' & exit 0`, { timeoutMs: 300 });
    await expect(running).rejects.toMatchObject({ reason: 'timed-out' });
  });

  it('is not even started when it was not wanted from the first', async () => {
    const signal = AbortSignal.abort();
    await expect(sh(FOR_EVER, { signal })).rejects.toMatchObject({ reason: 'aborted' });
    expect(await left()).toEqual([]);
  });

  it('that has ended by itself is not ended again', async () => {
    const aborting = new AbortController();
    expect(await sh('echo done', { signal: aborting.signal })).toBe('done');
    aborting.abort();
  });
});
