import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ConsoleTicket, NewAccessToken } from '@vm-manager/contracts';
import type { ApiProcess } from './support/api-process.js';
import { dumpOf } from './support/database.js';
import { Installation, PASSWORD } from './support/installation.js';
import { Viewer } from './support/viewer.js';
import { json, signIn, Visitor } from './support/visitor.js';

/** Each can be told from everything else, wherever it turns up. */
const SECRET = {
  vmPassword: 'Vm-Secret-4711-eleve',
  rootPassword: 'Vm-Secret-4712-racine',
  newPassword: 'Vm-Secret-4713-nouveau',
  typedAsName: 'Vm-Secret-4714-a-la-place-du-nom',
  wrongPassword: 'Vm-Secret-4715-faux',
  ownPassword: 'Vm-Secret-4716-du-portail',
  inAnAddress: 'Vm-Secret-4717-dans-une-adresse',
  secretKey: 'Vm-Secret-4718-cle-racine-de-toutes-les-autres-cles',
};

let installation: Installation;
let api: ApiProcess;
beforeAll(async () => {
  installation = await Installation.make();
  api = await installation.start({ LOG_LEVEL: 'trace', SECRET_KEY: SECRET.secretKey });
});
afterAll(() => installation.dispose());

const tryToSignIn = (username: string, password: string) =>
  new Visitor(api.url).send('POST', '/api/auth/login', { username, password });

it('no password, ticket, token or cookie is in any table or log after a day’s work', async () => {
  const found: Record<string, string> = { ...SECRET, accounts: PASSWORD };

  await tryToSignIn('alice', SECRET.wrongPassword);
  await tryToSignIn(SECRET.typedAsName, 'x');
  const alice = await signIn(api, 'alice');
  const admin = await signIn(api, 'admin');
  found['cookie'] = alice.cookie.split('=')[1]!;
  const stream = await alice.events();

  const vm = await alice.created('secrete', {
    password: SECRET.vmPassword,
    rootPassword: SECRET.rootPassword,
  });
  const { job } = await alice.act(vm.id, 'passwords', { account: 'root', password: SECRET.newPassword });
  await alice.ended(job!.id);
  // Refused ones, too: what is wrong with a value must not repeat it.
  await alice.problem('POST', `/api/vms/${vm.id}/passwords`, { account: SECRET.newPassword, password: 'x' });
  await alice.problem('POST', '/api/vms', { name: 'x', password: SECRET.vmPassword });
  await alice.get(`/api/vms/${SECRET.inAnAddress}?ticket=${SECRET.inAnAddress}`);
  await new Visitor(api.url, alice.cookie).send(
    'POST',
    `/api/${SECRET.inAnAddress}`,
    {},
    {
      origin: 'https://evil.example',
    },
  );

  const ticket = ConsoleTicket.parse(
    await json(await alice.send('POST', `/api/vms/${vm.id}/console`, { mode: 'control' }), 201),
  );
  found['ticket'] = ticket.protocols
    .find((protocol) => protocol.startsWith('ticket.'))!
    .slice('ticket.'.length);
  const { viewer } = await Viewer.knock(ticket);
  await viewer.shakeHands();
  viewer.socket.close();

  const token = NewAccessToken.parse(
    await json(await alice.send('POST', '/api/tokens', { name: 'script', scope: 'read' }), 201),
  );
  found['token'] = token.token;
  await new Visitor(api.url).get('/api/vms', { authorization: `Bearer ${token.token}` });
  await new Visitor(api.url).get('/api/audit', { authorization: `Bearer ${token.token}` });

  await alice.send('POST', '/api/auth/password', {
    currentPassword: SECRET.wrongPassword,
    newPassword: SECRET.ownPassword,
  });
  await alice.send('POST', '/api/auth/password', {
    currentPassword: PASSWORD,
    newPassword: SECRET.ownPassword,
  });
  await alice.remove(vm.id);
  await alice.gone(vm.id);
  await stream.close();
  const pushed = JSON.stringify(stream.events);
  const shown = await (await admin.get('/api/audit?limit=1000')).text();
  const csv = await (await admin.get('/api/audit.csv')).text();
  const jobLog = await alice.log(vm.job!.id);
  const tables = await dumpOf(installation.dataDir);
  await api.interrupt();

  // The scenario really went through all of it.
  for (const action of [
    'vm.set-password',
    'console.open',
    'token.create',
    'account.password',
    'access.refused',
  ])
    expect(shown).toContain(action);
  expect(tables).toContain('job_log');
  expect(api.stderr).toContain('"path":"/api/vms"');
  const places = { tables, shown, csv, jobLog, pushed, log: api.output };
  for (const [name, secret] of Object.entries(found)) {
    expect(secret.length).toBeGreaterThan(10);
    // The program's log has the path of every request, an address that somebody typed among them.
    const where = Object.entries(places)
      .filter(([place, text]) => text.includes(secret) && !(name === 'inAnAddress' && place === 'log'))
      .map(([place]) => place);
    expect([name, where]).toEqual([name, []]);
  }
});
