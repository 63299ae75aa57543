import type { Credentials } from './auth/first-accounts.js';

/** Shown once, on standard output only; empty when no account was made. */
export function firstAccountsText(accounts: Credentials[]): string {
  if (accounts.length === 0) return '';
  const line = '─'.repeat(60);
  const rows = accounts.map(
    ({ username, password }) => `  ${username.padEnd(12)} ${password ?? '(VMM_DEMO_PASSWORD)'}`,
  );
  return `\n${line}\n  First accounts: write these passwords down, they are not shown again.\n\n${rows.join('\n')}\n${line}\n\n`;
}

export const readyText = (address: string) =>
  `VM Manager is ready: ${address.replace('[::1]', 'localhost')}\n`;
