import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tellFirstAccounts } from './start-messages.js';

const ACCOUNTS = [
  { username: 'admin', password: null },
  { username: 'alice', password: 'hazard-7d1c' },
];

let folder: string;
let printed: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vmm-messages-'));
  printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text, done) => {
    printed += String(text);
    (done as unknown as () => void)();
    return true;
  });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(folder, { recursive: true });
});

it('the first passwords are printed where nothing else is asked for', async () => {
  await tellFirstAccounts(ACCOUNTS, { firstAccountsFile: null });
  expect(printed).toContain('First accounts: write these passwords down');
  expect(printed).toMatch(/^ {2}alice +hazard-7d1c$/m);
  expect(printed).toMatch(/^ {2}admin +\(VMM_DEMO_PASSWORD\)$/m);
});

it('where output is kept they go to a file that only its owner reads, and its place is printed', async () => {
  const file = join(folder, 'data/first-accounts.txt');
  await tellFirstAccounts(ACCOUNTS, { firstAccountsFile: file });
  expect(printed).toContain(file);
  expect(printed).not.toContain('hazard-7d1c');
  expect(await readFile(file, 'utf8')).toMatch(/^ {2}alice +hazard-7d1c$/m);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('what stood in the file’s place gets no password', async () => {
  const [file, elsewhere] = [join(folder, 'first-accounts.txt'), join(folder, 'elsewhere')];
  await writeFile(elsewhere, 'old', { mode: 0o644 });
  await symlink(elsewhere, file);
  await tellFirstAccounts(ACCOUNTS, { firstAccountsFile: file });
  expect(await readFile(elsewhere, 'utf8')).toBe('old');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});
