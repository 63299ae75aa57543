import { access, copyFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ChildProcessError, run } from '../../foundation/child-process/run.js';
import { PATH } from './bake-checks.js';
import { BakeRefusal } from './bake-refusal.js';
import { qemuArguments, UEFI_VARIABLES, type BakeMachine } from './qemu-arguments.js';
import { QemuMonitor } from './qemu-monitor.js';

/** By which the processes of a bake are found again when it was killed; its value is the bake's folder. */
export const BAKE_MARK = 'VMM_WINDOWS_BAKE';

/** What the scripts inside say on the serial line: how far it is, that it is done, or what is wrong. */
const LINE = /vmm-bake (?:(\d+) (.+)|(done)|error (.+))/;
const KEY_EVERY_MS = 1_000;
const KEYS_AT_MOST = 20;
/** Whatever else goes wrong. */
const MOST_MS = 24 * 3_600_000;

export interface SettingUp {
  machine: Omit<BakeMachine, 'variables' | 'chip' | 'monitor'>;
  work: string;
  /** Where the last picture of its screen goes when it does not end. */
  picture: string;
  /** When it has had time enough. */
  limit: AbortSignal;
  signal: AbortSignal;
  progress: (percent: number, what: string) => void;
}

/** Runs the machine in which Windows is set up, until it has made a box of itself and switched itself off. */
export async function setUpWindows({
  machine,
  work,
  picture,
  limit,
  signal,
  progress,
}: SettingUp): Promise<void> {
  const env = { PATH, HOME: work, TMPDIR: work, [BAKE_MARK]: work };
  const [variables, chip, monitor] = ['variables.fd', 'chip', 'monitor'].map((name) => join(work, name)) as [
    string,
    string,
    string,
  ];
  if (machine.hardware.firmware === 'uefi') await copyFile(UEFI_VARIABLES, variables);
  const ending = new AbortController();
  const stop = AbortSignal.any([signal, ending.signal]);
  const chipRuns = machine.hardware.tpm ? runChip(chip, work, env, stop) : undefined;
  if (chipRuns) await Promise.race([appears(chip, stop), chipRuns]);
  let [last, isDone]: [string, boolean] = ['nothing', false];
  let error: string | undefined;
  const onLine = (line: string) => {
    const [, percent, what, done, wrong] = LINE.exec(line) ?? [];
    if (percent !== undefined && what !== undefined) progress(Number(percent), (last = what.trim()));
    if (done !== undefined) isDone = true;
    if (wrong !== undefined) error = wrong.trim();
  };
  const late = new AbortController();
  // A picture first, then the end.
  const end = () => void lastPicture(monitor, work, picture).finally(() => late.abort());
  limit.addEventListener('abort', end, { once: true });
  const qemu = run('qemu-system-x86_64', qemuArguments({ ...machine, variables, chip, monitor }), {
    ...{ env, onLine, timeoutMs: MOST_MS },
    signal: AbortSignal.any([signal, late.signal]),
  });
  const keys =
    machine.hardware.firmware === 'uefi' ? pressKeys(monitor, () => last !== 'nothing', ending.signal) : null;
  try {
    await qemu;
  } catch (cause) {
    signal.throwIfAborted();
    if (late.signal.aborted)
      throw new BakeRefusal(
        `Windows was not done in time; the last that it said was: ${last}. What its screen showed: ${picture}`,
        { cause },
      );
    if (!(cause instanceof ChildProcessError)) throw cause;
    throw new BakeRefusal(`QEMU has ended: ${cause.lastLines.split('\n').slice(-5).join(' ')}`, { cause });
  } finally {
    limit.removeEventListener('abort', end);
    ending.abort();
    await Promise.all([chipRuns, keys]);
  }
  if (error !== undefined) throw new BakeRefusal(`Windows could not be made a box: ${error}`);
  if (!isDone)
    throw new BakeRefusal(
      `The machine switched itself off before Windows was done; the last that it said was: ${last}.`,
    );
}

/** A security chip in software, as long as the machine runs. */
const runChip = (socket: string, state: string, env: Record<string, string>, signal: AbortSignal) =>
  run('swtpm', ['socket', '--tpm2', '--tpmstate', `dir=${state}`, '--ctrl', `type=unixio,path=${socket}`], {
    ...{ env, timeoutMs: MOST_MS, signal },
  }).catch(() => undefined);

/** QEMU does not wait for it. */
async function appears(socket: string, signal: AbortSignal): Promise<void> {
  const isThere = () =>
    access(socket).then(
      () => true,
      () => false,
    );
  while (!signal.aborted && !(await isThere())) await pause(50);
}

async function lastPicture(monitor: string, work: string, picture: string): Promise<void> {
  const drawn = join(work, 'screen.png');
  try {
    const qemu = await QemuMonitor.open(monitor);
    await qemu.command('screendump', { filename: drawn, format: 'png' });
    qemu.close();
    await rename(drawn, picture);
  } catch {
    // Without a picture it is over all the same.
  }
}

/** From UEFI Windows' disc starts only when somebody presses a key; the portal's answers do the rest. */
async function pressKeys(monitor: string, hasBegun: () => boolean, signal: AbortSignal): Promise<void> {
  let qemu: QemuMonitor | undefined;
  for (let presses = 0; presses < KEYS_AT_MOST && !hasBegun() && !signal.aborted; presses += 1) {
    await pause(KEY_EVERY_MS, undefined, { signal }).catch(() => undefined);
    try {
      qemu ??= await QemuMonitor.open(monitor);
      await qemu.command('send-key', { keys: [{ type: 'qcode', data: 'ret' }] });
    } catch {
      // Not there yet, or no longer.
      qemu?.close();
      qemu = undefined;
    }
  }
  qemu?.close();
}
