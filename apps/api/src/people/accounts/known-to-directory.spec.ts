import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountImport, MemberImport } from '@vm-manager/contracts';
import ldapjs from 'ldapjs';
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';

const BASE = 'dc=school,dc=example';
/** In the directory; nobody of them has signed in here. */
const PEOPLE = ['lea', 'zoe.martin', 'karim'];

let directory: ReturnType<typeof ldapjs.createServer>;
let server: Server;
let api: TestApi;
let admin: Visitor;
let group: string;
beforeAll(async () => {
  directory = ldapjs.createServer();
  directory.bind('', (_request: unknown, response: { end(): void }) => response.end());
  directory.search(
    BASE,
    (request: { filter: unknown }, response: { send(entry: object): void; end(): void }) => {
      for (const uid of PEOPLE)
        if (String(request.filter).includes(`(uid=${uid})`))
          response.send({
            dn: `uid=${uid},${BASE}`,
            attributes: { objectclass: ['inetOrgPerson'], uid: [uid], cn: [uid] },
          });
      response.end();
    },
  );
  directory.listen(0, '127.0.0.1');
  ({ server } = directory as unknown as { server: Server });
  await once(server, 'listening');
  api = await startApi({
    env: {
      LDAP_HOST: `ldap://127.0.0.1:${(server.address() as AddressInfo).port}`,
      LDAP_BASE_DN: BASE,
      LDAP_SYNC_MINUTES: '0',
      LDAP_BIND_USER_DN: `cn=portal,${BASE}`,
      LDAP_BIND_USER_PASSWORD: 'x',
    },
  });
  admin = await signIn(api, 'admin');
  const made = await admin.send('POST', '/api/groups', { name: 'SISR 1' });
  group = ((await made.json()) as { id: string }).id;
});
afterAll(async () => {
  await api?.stop();
  directory?.close(() => undefined);
});

const sendCsv = (path: string, csv: string) =>
  fetch(`${api.url}${path}`, {
    method: 'POST',
    headers: { cookie: admin.cookie, 'content-type': 'text/csv', 'accept-language': 'fr' },
    body: csv,
  });
const importAccounts = (csv: string, query = '') => sendCsv(`/api/users/import${query}`, csv);
const importMembers = (csv: string) => sendCsv(`/api/groups/${group}/members/import`, csv);
const create = (username: string) =>
  admin.send('POST', '/api/users', {
    username,
    displayName: 'Léa',
    role: 'student',
    password: 'un mot de passe bien long',
  });
const accountsCalled = async (search: string) =>
  ((await (await admin.get(`/api/users?search=${search}`)).json()) as unknown[]).length;

describe('someone who is in the directory and has never signed in', () => {
  it.each(['?dryRun=true', ''])('gets no account of ours from a file (%s)', async (query) => {
    const csv = 'login;nom\nsomeone.new;Neuve\nLEA;Léa\nzoe.martin;Zoé\n';
    const { applied, lines } = AccountImport.parse(await (await importAccounts(csv, query)).json());
    expect([applied, lines.map(({ outcome }) => outcome)]).toEqual([
      false,
      ['created', 'refused', 'refused'],
    ]);
    expect(lines[1]?.detail).toContain('annuaire');
    expect([await accountsCalled('lea'), await accountsCalled('someone.new')]).toEqual([0, 0]);
  });

  it('gets none by hand either', async () => {
    const answer = await create('karim');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      type: expect.stringContaining('invalid-request'),
      errors: [{ pointer: '/username', detail: expect.stringMatching(/directory|annuaire/) }],
    });
    expect(await accountsCalled('karim')).toBe(0);
  });

  it('is told apart from nobody among a class’s new members', async () => {
    const { applied, lines } = MemberImport.parse(
      await (await importMembers('identifiant\nlea\nlae\n')).json(),
    );
    expect(applied).toBe(false);
    expect(lines.map(({ detail }) => detail)).toEqual([
      expect.stringContaining('jamais connectée'),
      'Aucun compte n’a cet identifiant.',
    ]);
    const one = await admin.send(
      'POST',
      `/api/groups/${group}/members`,
      { username: 'zoe.martin', teaches: false },
      { 'accept-language': 'en' },
    );
    expect(await one.json()).toMatchObject({
      errors: [{ pointer: '/username', detail: expect.stringContaining('never signed in') }],
    });
  });
});

it('a file of people whom the directory does not know makes their accounts', async () => {
  const { applied, lines } = AccountImport.parse(
    await (await importAccounts('login;nom\nautre;Autre\n')).json(),
  );
  expect([applied, lines[0]?.outcome]).toEqual([true, 'created']);
});

describe('while the directory is away', () => {
  beforeAll(async () => {
    server.close();
    await once(server, 'close');
  });

  it('no file makes accounts, as nobody can say whose names they are', async () => {
    expect((await importAccounts('login;nom\nkarim;Karim\n')).status).toBe(503);
    expect(await accountsCalled('karim')).toBe(0);
  });

  it('a file of accounts that are there is looked through as ever, and an account is made by hand', async () => {
    expect((await importAccounts('login;nom\nautre;Autre\n')).status).toBe(200);
    expect((await create('secours')).status).toBe(201);
    const { lines } = MemberImport.parse(await (await importMembers('identifiant\nlea\n')).json());
    expect(lines[0]?.detail).toBe('Aucun compte n’a cet identifiant.');
  });
});
