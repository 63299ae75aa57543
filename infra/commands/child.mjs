import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';

/** 128 and the signal's number, as a shell says it. */
const ENDINGS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Runs a program with literal arguments on this terminal; rejects when it fails. */
export async function run(command, args, { env = {}, cwd } = {}) {
  const child = spawn(command, args, { stdio: 'inherit', cwd, env: { ...process.env, ...env } });
  const [code, signal] = await endOf(child);
  if (code !== 0) throw new CommandError(command, args, signal ?? code);
}

/** A step's end. What is to end us ends the step first, then us: no step's workers stay behind. */
async function endOf(child, event = 'exit') {
  let told;
  const tell = (signal) => {
    told ??= signal;
    child.kill(signal);
  };
  for (const signal of Object.keys(ENDINGS)) process.on(signal, tell);
  const end = await once(child, event);
  for (const signal of Object.keys(ENDINGS)) process.off(signal, tell);
  if (told) process.exit(ENDINGS[told]);
  return end;
}

/**
 * Runs a program that stays, and ends as it ends: whatever is to end us ends it, whoever of us is told. Ctrl+C and a
 * terminal that is closed reach it by themselves, too; it takes the same signal twice within a moment for one.
 */
export async function become(command, args, { env = {} } = {}) {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  for (const signal of Object.keys(ENDINGS)) process.on(signal, () => child.kill(signal));
  // npm hands a hang-up on to nobody: it is gone, and we, or the shell that it started us by, are somebody else's child.
  const before = upToNpm();
  const look = () => upToNpm() !== before && child.kill('SIGHUP');
  if (process.env.npm_lifecycle_event) setInterval(look, 1_000).unref();
  const [code, signal] = await once(child, 'exit');
  process.exit(code ?? ENDINGS[signal] ?? 1);
}

/** Our parent, and the shell's when that is a shell: who started npm may go and leave it running. */
function upToNpm() {
  const { ppid } = process;
  try {
    const status = readFileSync(`/proc/${ppid}/status`, 'utf8');
    return /^Name:\s*npm/m.test(status) ? `${ppid}` : `${ppid} ${/^PPid:\s*(\d+)/m.exec(status)?.[1]}`;
  } catch {
    return `${ppid}`;
  }
}

/** Like `run`, and shows what it printed only when it fails: the rest is in the file. */
export async function runQuietly(command, args, file, { env = {} } = {}) {
  const log = await open(file, 'w');
  try {
    const child = spawn(command, args, {
      stdio: ['ignore', log.fd, log.fd],
      env: { ...process.env, ...env },
    });
    const [code, signal] = await endOf(child);
    if (code === 0) return;
    process.stderr.write(await readFile(file, 'utf8'));
    throw new CommandError(command, args, signal ?? code);
  } finally {
    await log.close();
  }
}

/** Like `run`, and hands every piece of what is printed to `onPrinted` as well. */
export async function runListening(command, args, onPrinted, { env = {} } = {}) {
  const child = spawn(command, args, { stdio: ['inherit', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ]) {
    from.setEncoding('utf8');
    from.on('data', (piece) => {
      to.write(piece);
      onPrinted(piece);
    });
  }
  const [code, signal] = await endOf(child, 'close');
  if (code !== 0) throw new CommandError(command, args, signal ?? code);
}

export class CommandError extends Error {
  constructor(command, args, reason) {
    super(`${[command, ...args].join(' ')} ended with ${reason}`);
    this.name = 'CommandError';
  }
}

/** Says in one line why there is no more to come; the failing program has said the rest. */
export async function mainOf(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(
      `\n${error.name === 'CommandError' || error.name === 'Refusal' ? error.message : error.stack}`,
    );
    process.exit(1);
  }
}

/** Something that the person at the terminal has to change. */
export class Refusal extends Error {
  name = 'Refusal';
}
