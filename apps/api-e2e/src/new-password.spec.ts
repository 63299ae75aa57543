import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ApiProcess } from './support/api-process.js';
import { vmm } from './support/command.js';
import { askDatabase } from './support/database.js';
import { Installation, PASSWORD } from './support/installation.js';
import { signIn, Visitor } from './support/visitor.js';

let installation: Installation;
let api: ApiProcess;

beforeAll(async () => {
  installation = await Installation.make();
  api = await installation.start();
});
afterAll(() => installation.dispose());

const newPassword = (...args: string[]) => vmm(installation, ['new-password', ...args]);
const signsIn = async (password: string) =>
  (await new Visitor(api.url).send('POST', '/api/auth/login', { username: 'admin', password })).status;

it('lets an administrator in again who lost the password, and nobody with the old one', async () => {
  const old = await signIn(api, 'admin');
  // As somebody does who looks for it, until each further try has to wait.
  for (let tries = 0; tries < 6; tries++) await signsIn('pas celui-là');
  expect(await signsIn(PASSWORD)).toBe(429);

  const { code, said } = await newPassword('Admin');
  expect(code).toBe(0);
  const [, password] = /^Nouveau mot de passe de admin\u00a0: (\S{16})$/m.exec(said)!;
  expect((await old.get('/api/auth/me')).status).toBe(401);
  expect(await signsIn(PASSWORD)).toBe(401);
  expect(await signsIn(password!)).toBe(200);

  const lines = await askDatabase<{ details: object }>(
    installation.dataDir,
    "SELECT object_name, outcome, details FROM audit_log WHERE action = 'account.password'",
  );
  expect(lines).toEqual([
    {
      object_name: 'admin',
      outcome: 'done',
      details: { through: 'command-line', systemAccount: expect.any(String) },
    },
  ]);
  expect(JSON.stringify(lines)).not.toContain(password);
});

it('says that an account is not known or the directory’s, and changes nothing', async () => {
  expect(await newPassword('personne')).toMatchObject({
    code: 1,
    said: expect.stringContaining('Aucun compte'),
  });
  await askDatabase(installation.dataDir, "UPDATE users SET source = 'directory' WHERE username = 'bob'");
  expect(await newPassword('bob')).toMatchObject({ code: 1, said: expect.stringContaining('annuaire') });
  for (const args of [[], ['admin', 'bob'], ['--all']]) expect((await newPassword(...args)).code).toBe(64);
});
