import type { Credentials } from '../access/auth/first-accounts.js';

/** Shown once, on standard output only. */
export function firstAccountsText(accounts: Credentials[]): string {
  const line = '─'.repeat(60);
  const rows = accounts.map(
    ({ username, password }) => `  ${username.padEnd(12)} ${password ?? '(VMM_DEMO_PASSWORD)'}`,
  );
  return `\n${line}\n  First accounts: write these passwords down, they are not shown again.\n\n${rows.join('\n')}\n${line}\n\n`;
}

export const readyText = (address: string) =>
  `VM Manager is ready: ${address.replace('[::1]', 'localhost')}\n`;

/** Resolves when standard output has taken it. */
export function print(text: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  return promise;
}
