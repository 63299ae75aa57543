import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a program with literal arguments on this terminal; rejects when it fails. */
export async function run(command, args, { env = {}, cwd } = {}) {
  const child = spawn(command, args, { stdio: 'inherit', cwd, env: { ...process.env, ...env } });
  const [code, signal] = await once(child, 'exit');
  if (code !== 0) throw new CommandError(command, args, signal ?? code);
}

/** Runs a program that stays, and ends as it ends. Ctrl+C reaches it by itself: it is on the same terminal. */
export async function become(command, args, { env = {} } = {}) {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const [code] = await once(child, 'exit');
  process.exit(code ?? 1);
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
  const [code, signal] = await once(child, 'close');
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
