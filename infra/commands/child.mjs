import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { areAnyAlive, signalAll, treeOf } from './process-tree.mjs';

/** 128 and the signal's number, as a shell says it. */
const ENDINGS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Runs a program with literal arguments on this terminal; rejects when it fails. */
export async function run(command, args, { env = {}, cwd } = {}) {
  const child = spawn(command, args, { stdio: 'inherit', cwd, env: { ...process.env, ...env } });
  const [code, signal] = await endOf(child);
  if (code !== 0) throw new CommandError(command, args, signal ?? code);
}

/** Who presses Ctrl+C tells all processes of the terminal, and they tell each other: within this time it is one wish. */
const ONE_WISH_MS = 1_000;
/** For a step that ends in order; afterwards it is killed. */
const STEP_ENDS_WITHIN_MS = 10_000;
/** The portal stops its jobs and its database, each within a time of its own. */
const PORTAL_ENDS_WITHIN_MS = 60_000;

/**
 * A step's end. What is to end us ends the step with all its processes first, then us. One that takes its time is killed
 * in the end, and at once for somebody who asks again.
 */
async function endOf(child, event = 'exit') {
  let told, first, tree;
  const killAll = () => {
    signalAll([...tree, ...treeOf(child.pid)], 'SIGKILL');
    process.exit(ENDINGS[told]);
  };
  const leave = onWishToEnd((signal) => {
    if (told) return void (performance.now() - first > ONE_WISH_MS && killAll());
    [told, first, tree] = [signal, performance.now(), treeOf(child.pid)];
    signalAll(tree, signal);
    setTimeout(killAll, STEP_ENDS_WITHIN_MS);
  });
  const end = await once(child, event);
  if (told) {
    // A step's own workers may need a moment more than the step.
    while (areAnyAlive(tree)) await pause(20);
    process.exit(ENDINGS[told]);
  }
  leave();
  return end;
}

/**
 * Runs a program that stays, and ends as it ends: whatever is to end us ends it, whoever of us is told. Ctrl+C and a
 * terminal that is closed reach it by themselves, too; it takes the same signal twice within a moment for one.
 */
export async function become(command, args, { env = {} } = {}) {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  let kill;
  onWishToEnd((signal) => {
    child.kill(signal);
    kill ??= setTimeout(() => signalAll(treeOf(child.pid), 'SIGKILL'), PORTAL_ENDS_WITHIN_MS);
  });
  const [code, signal] = await once(child, 'exit');
  process.exit(code ?? ENDINGS[signal] ?? 1);
}

/** Listens to all that is to end us, until it is left. */
function onWishToEnd(tell) {
  for (const signal of Object.keys(ENDINGS)) process.on(signal, tell);
  // npm hands a hang-up on to nobody: it is gone, and we, or the shell that it started us by, are somebody else's child.
  const before = upToNpm();
  const look = () => upToNpm() !== before && tell('SIGHUP');
  const looking = process.env.npm_lifecycle_event && setInterval(look, 1_000).unref();
  return () => {
    for (const signal of Object.keys(ENDINGS)) process.off(signal, tell);
    clearInterval(looking);
  };
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

/** What a step that failed has said last, as much as a terminal shows with room for why. */
const LAST_LINES = 30;

/** Like `run`, and shows the end of what it printed only when it fails: the whole is in the file. */
export async function runQuietly(command, args, file, { env = {} } = {}) {
  const log = await open(file, 'w');
  try {
    const child = spawn(command, args, {
      stdio: ['ignore', log.fd, log.fd],
      env: { ...process.env, ...env },
    });
    const [code, signal] = await endOf(child);
    if (code === 0) return;
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    const cut = lines.length > LAST_LINES;
    process.stderr.write(`${cut ? '…\n' : ''}${lines.slice(-LAST_LINES).join('\n')}\n\nAll of it: ${file}\n`);
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
