import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { BackupError } from './backup-error.js';

const SHORTEST = 12;

/** From the file that was named, else typed. Never an argument: everybody on the machine sees those. */
export async function passphraseFrom(file: string | undefined): Promise<string> {
  const text = file === undefined ? await typed('Passphrase: ') : await fromFile(file);
  if (text === '')
    throw new BackupError('No passphrase: type one, or name a file that has it with --passphrase-file.');
  return text;
}

/** For a new backup; one that is typed is typed twice, as nobody can open the backup by another one. */
export async function newPassphrase(file: string | undefined): Promise<string> {
  const passphrase = await passphraseFrom(file);
  if (passphrase.length < SHORTEST) throw new BackupError(`A passphrase has ${SHORTEST} characters or more.`);
  if (file === undefined && process.stdin.isTTY && (await typed('Once more: ')) !== passphrase)
    throw new BackupError('The two passphrases differ: nothing was done.');
  return passphrase;
}

async function fromFile(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/(\r?\n)+$/, '');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new BackupError(`The passphrase's file ${file} cannot be read (${code}).`, { cause });
  }
}

async function typed(question: string): Promise<string> {
  process.stderr.write(question);
  // A terminal would show what is typed.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: process.stdin.isTTY });
  try {
    const closed = new Promise<string>((end) => terminal.once('close', () => end('')));
    return await Promise.race([terminal.question(''), closed]);
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
