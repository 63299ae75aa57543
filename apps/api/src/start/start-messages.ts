import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Credentials } from '../access/auth/first-accounts.js';
import type { Environment } from '../foundation/config/environment.js';

/** Once, on standard output or in a file of its own, never through the log. */
export async function tellFirstAccounts(
  accounts: Credentials[],
  { firstAccountsFile: file }: Pick<Environment, 'firstAccountsFile'>,
): Promise<void> {
  const rows = accounts
    .map(({ username, password }) => `  ${username.padEnd(12)} ${password ?? '(VMM_DEMO_PASSWORD)'}\n`)
    .join('');
  if (file === null)
    return print(
      framed(`  First accounts: write these passwords down, they are not shown again.\n\n${rows}`),
    );
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  // What was there may be for others to read, or a link.
  await rm(file, { force: true });
  await writeFile(file, rows, { mode: 0o600, flag: 'wx', flush: true });
  await print(
    framed(`  First accounts: their passwords are in ${file}\n  Write them down, then remove it.\n`),
  );
}

function framed(text: string): string {
  const line = '─'.repeat(60);
  return `\n${line}\n${text}${line}\n\n`;
}

export const readyText = (address: string) =>
  `VM Manager is ready: ${address.replace('[::1]', 'localhost')}\n`;

/** Resolves when standard output has taken it. */
export function print(text: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  return promise;
}
