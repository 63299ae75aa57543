import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiProcess } from './support/api-process.js';
import { eventually } from './support/eventually.js';
import { Installation } from './support/installation.js';
import { BASE, LdapServer, SERVICE } from './support/ldap-server.js';
import { passwordOf, tryToSignIn } from './support/school.js';
import { Visitor } from './support/visitor.js';

const USERS = `OU=Élèves,${BASE}`;
const GROUPS = `OU=Classes,${BASE}`;
const ROLES = `OU=Rôles,${BASE}`;
const userDn = (name: string) => `CN=${name},${USERS}`;
const groupDn = (name: string) => `CN=${name},${GROUPS}`;

const ENVIRONMENT = {
  LDAP_BASE_DN: BASE,
  LDAP_USER_DN: 'OU=Élèves',
  LDAP_GROUP_DN: GROUPS,
  LDAP_BIND_USER_DN: SERVICE.dn,
  LDAP_BIND_USER_PASSWORD: SERVICE.password,
  LDAP_USER_LOGIN_ATTR: 'sAMAccountName',
  LDAP_USER_RDN_ATTR: 'cn',
  LDAP_TEACHER_GROUP: `CN=Enseignants,${ROLES}`,
  LDAP_ALLOWED_GROUP: 'Portail',
  LDAP_CLASS_GROUP_PATTERN: 'BTS*',
};

let server: LdapServer;
let installation: Installation;
let api: ApiProcess;

async function addUser(cn: string, account: string, change: Record<string, string> = {}) {
  await server.add(userDn(cn), {
    objectClass: 'user',
    cn,
    sn: cn,
    sAMAccountName: account,
    userPrincipalName: `${account}@lycee.example`,
    userAccountControl: '512',
    userPassword: passwordOf(account),
    ...change,
  });
}

const addGroup = (dn: string, ...member: string[]) =>
  server.add(dn, { objectClass: 'group', cn: /^CN=([^,]*)/.exec(dn)?.[1] ?? '', member });

beforeAll(async () => {
  server = await LdapServer.start();
  for (const dn of [USERS, GROUPS, ROLES])
    await server.add(dn, { objectClass: 'organizationalUnit', ou: /^OU=([^,]*)/.exec(dn)?.[1] ?? '' });
  await addUser('Léa Dupont', 'ldupont', { displayName: 'Léa DUPONT' });
  await addUser('Prof\\, Jean', 'jprof');
  await addUser('Parti', 'parti', { userAccountControl: '514' });
  await addUser('Externe', 'externe');
  await addGroup(groupDn('BTS SIO 2A'), userDn('Léa Dupont'));
  await addGroup(groupDn('BTS SIO'), groupDn('BTS SIO 2A'), userDn('Prof\\, Jean'));
  await addGroup(groupDn('Élèves'), groupDn('BTS SIO'), userDn('Parti'));
  await addGroup(groupDn('Portail'), groupDn('Élèves'));
  await addGroup(`CN=Enseignants,${ROLES}`, userDn('Prof\\, Jean'));
  // A circle, as grown directories have them.
  await server.change(groupDn('BTS SIO 2A'), 'add', 'member', groupDn('Portail'));
  installation = await Installation.make();
});

afterAll(async () => {
  await installation?.dispose();
  await server?.dispose();
});

describe('with Active Directory', () => {
  beforeAll(async () => {
    api = await installation.start({ ...ENVIRONMENT, LDAP_HOST: server.url, LDAP_SYNC_MINUTES: '0.01' });
  });
  afterAll(() => api.interrupt());

  it('a student is in the class, in that which contains it, and allowed by one above', async () => {
    const { status, body } = await tryToSignIn(api, 'LDupont', passwordOf('ldupont'));
    expect(status).toBe(200);
    expect(body).toMatchObject({ username: 'ldupont', displayName: 'Léa DUPONT', role: 'student' });
    expect(body['groups']).toMatchObject([{ name: 'BTS SIO' }, { name: 'BTS SIO 2A' }]);
  });

  it('a teacher is one by a group that stands elsewhere', async () => {
    expect((await tryToSignIn(api, 'jprof')).body).toMatchObject({ role: 'teacher' });
  });

  it('a disabled account and one outside of the allowed group stay out, and are told', async () => {
    for (const name of ['parti', 'externe'])
      expect(await tryToSignIn(api, name)).toMatchObject({
        status: 403,
        body: { type: '/problems/role-too-low' },
      });
    expect((await tryToSignIn(api, 'externe', 'faux')).status).toBe(401);
  });

  it('someone in a thousand groups signs in, and is in all of them', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `BTS groupe ${index}`);
    await addUser('Membre', 'membre');
    await server.addMany(
      names.map((cn) => [groupDn(cn), { objectClass: 'group', cn, member: userDn('Membre') }]),
    );
    await server.change(groupDn('Portail'), 'add', 'member', userDn('Membre'));
    const first = await tryToSignIn(api, 'membre');
    expect(first).toMatchObject({ status: 200 });
    expect((first.body['groups'] as unknown[]).length).toBeGreaterThanOrEqual(1000);
    const { status, ms } = await tryToSignIn(api, 'membre');
    expect(status).toBe(200);
    console.log(`A sign-in with 1,000 groups: ${first.ms} ms the first time, then ${ms} ms`);
  });

  it('whoever is disabled there is signed out here', async () => {
    const { cookie } = await tryToSignIn(api, 'jprof');
    await server.change(userDn('Prof\\, Jean'), 'replace', 'userAccountControl', '514');
    await eventually(
      'the session ends',
      async () => (await new Visitor(api.url, cookie).get('/api/auth/me')).status === 401,
    );
  });
});

it('people may sign in by userPrincipalName', async () => {
  api = await installation.start({
    ...ENVIRONMENT,
    LDAP_HOST: server.url,
    LDAP_USER_LOGIN_ATTR: 'userPrincipalName',
    LDAP_SYNC_MINUTES: '0',
  });
  const answer = await tryToSignIn(api, 'LDupont@lycee.example', passwordOf('ldupont'));
  expect(answer.body).toMatchObject({ username: 'ldupont@lycee.example' });
  await api.interrupt();
});
