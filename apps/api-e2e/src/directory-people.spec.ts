import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiProcess } from './support/api-process.js';
import { askDatabase } from './support/database.js';
import { eventually } from './support/eventually.js';
import { Installation } from './support/installation.js';
import { LdapServer } from './support/ldap-server.js';
import {
  addPerson,
  openLdap,
  openSchool,
  passwordOf,
  personDn,
  tryToSignIn,
  USERS,
} from './support/school.js';
import { signIn, Visitor } from './support/visitor.js';

let server: LdapServer;
let installation: Installation;
let api: ApiProcess;

beforeAll(async () => {
  server = await LdapServer.start();
  await openSchool(server);
  for (const uid of ['reste', 'dupont', 'a', 'b', 'freed', 'parti', 'old']) await addPerson(server, uid);
  installation = await Installation.make();
  api = await installation.start({ ...openLdap(server.url), LDAP_SYNC_MINUTES: '0.01' });
  await tryToSignIn(api, 'reste');
});
afterAll(async () => {
  await installation?.dispose();
  await server?.dispose();
});

interface User {
  id: string;
  username: string;
  directory_id: string | null;
  left_directory_at: string | null;
}
const userOf = async (id: string) =>
  (await askDatabase<User>(installation.dataDir, 'SELECT * FROM users WHERE id = $1', [id]))[0];
const named = (username: string) =>
  askDatabase<User>(installation.dataDir, 'SELECT * FROM users WHERE username = $1', [username]);
const idOf = async (username: string, password?: string) => {
  const { status, body } = await tryToSignIn(api, username, password);
  expect([username, status]).toEqual([username, 200]);
  return String(body['id']);
};
async function renameTo(uid: string, newUid: string): Promise<void> {
  await server.rename(personDn(uid), personDn(newUid));
  await server.change(personDn(newUid), 'replace', 'userPassword', passwordOf(newUid));
}

describe('someone in the directory', () => {
  it('who is renamed there is the same person here, at the next sign-in', async () => {
    const id = await idOf('dupont');
    expect((await userOf(id))?.directory_id).toMatch(/^entryuuid:[0-9a-f-]{36}$/);
    await renameTo('dupont', 'martin');
    expect(await idOf('martin')).toBe(id);
    expect(await named('dupont')).toEqual([]);
  });

  it('is renamed here by the comparison, too, and stays signed in', async () => {
    const { body, cookie } = await tryToSignIn(api, 'martin');
    await renameTo('martin', 'durand');
    await eventually('the account has the new login', async () => (await named('durand'))[0]);
    const me = await new Visitor(api.url, cookie).get('/api/auth/me');
    expect(await me.json()).toMatchObject({ id: body['id'], username: 'durand' });
  });

  it('who exchanges logins with somebody keeps the own account', async () => {
    const [a, b] = [await idOf('a'), await idOf('b')];
    await server.rename(personDn('a'), personDn('c'));
    await renameTo('b', 'a');
    await renameTo('c', 'b');
    expect([await idOf('a'), await idOf('b')]).toEqual([b, a]);
  });

  it('whose login is given to somebody else keeps the account under another name, and that one begins anew', async () => {
    const { body, cookie } = await tryToSignIn(api, 'freed');
    await server.remove(personDn('freed'));
    await addPerson(server, 'freed', { cn: 'Quelqu’un d’autre', userPassword: 'un autre mot de passe' });
    const newcomer = await idOf('freed', 'un autre mot de passe');
    expect(newcomer).not.toBe(body['id']);
    expect(await userOf(String(body['id']))).toMatchObject({
      username: 'freed.ancien',
      left_directory_at: expect.anything(),
    });
    expect((await new Visitor(api.url, cookie).get('/api/auth/me')).status).toBe(401);
  });

  it('of before identifiers were kept gets the own at the next comparison, and no second account', async () => {
    const id = await idOf('old');
    await askDatabase(installation.dataDir, 'UPDATE users SET directory_id = NULL WHERE id = $1', [id]);
    await eventually('the identifier is there again', async () => (await userOf(id))?.directory_id);
    await askDatabase(installation.dataDir, 'UPDATE users SET directory_id = NULL WHERE id = $1', [id]);
    expect(await idOf('old')).toBe(id);
    expect((await userOf(id))?.directory_id).not.toBeNull();
  });

  it('with two logins is one person with one account, whichever they type', async () => {
    await addPerson(server, 'zlogin', { uid: ['zlogin', 'alias'] });
    const id = await idOf('alias', passwordOf('zlogin'));
    expect(await idOf('zlogin')).toBe(id);
    expect(await named('zlogin')).toMatchObject([{ id }]);
    expect(await named('alias')).toEqual([]);
  });

  it('with two logins, neither of them in the DN, is one person, too', async () => {
    await server.add(`cn=Deux Noms,${USERS}`, {
      objectClass: ['inetOrgPerson'],
      cn: 'Deux Noms',
      sn: 'Noms',
      uid: ['zz', 'bb'],
      userPassword: passwordOf('zz'),
    });
    expect(await idOf('zz')).toBe(await idOf('bb', passwordOf('zz')));
    expect((await named('bb')).length + (await named('zz')).length).toBe(1);
  });

  it('may type the domain, too, and one with an @ in the login is found by that', async () => {
    const id = await idOf('reste');
    for (const typed of ['reste@lycee.example', 'LYCEE\\reste', 'lycee.example\\Reste'])
      expect(await idOf(typed, passwordOf('reste'))).toBe(id);
    expect(await tryToSignIn(api, 'reste@gmail.example', passwordOf('reste'))).toMatchObject({
      status: 401,
      body: { detail: expect.stringContaining('DOMAINE') },
    });
    await addPerson(server, 'marie@lycee.example');
    expect((await tryToSignIn(api, 'marie@lycee.example')).body).toMatchObject({
      username: 'marie@lycee.example',
    });
  });

  it('typed with domains, a wrong password counts as often as without', async () => {
    for (const typed of ['parti', 'parti@lycee.example', 'LYCEE\\parti', 'lycee.example\\parti', 'PARTI'])
      expect((await tryToSignIn(api, typed, 'faux')).status).toBe(401);
    expect((await tryToSignIn(api, 'lycee\\parti', 'faux')).status).toBe(429);
  });
});

describe.each([
  ['a server that gives 100 entries in all, page by page or not', 'size.soft=100 size.hard=100'],
  [
    'a server whose pages are smaller than ours',
    'size.soft=100 size.hard=100 size.pr=20 size.prtotal=unlimited',
  ],
  ['a server that knows no pages', 'size.soft=100 size.hard=100 size.prtotal=disabled'],
])('with 650 accounts on %s', (_, limits) => {
  let small: LdapServer;
  let own: Installation;
  let portal: ApiProcess;

  beforeAll(async () => {
    small = await LdapServer.start({ limits });
    await openSchool(small);
    const extra = Array.from({ length: 648 }, (__, index) => `p${index}`);
    await small.addMany(
      extra
        .map((uid) => [personDn(uid), { objectClass: 'inetOrgPerson', uid, cn: uid, sn: uid }] as const)
        .map(([dn, entry]): [string, Record<string, string>] => [dn, entry]),
    );
    for (const uid of ['lea', 'marc']) await addPerson(small, uid);
    own = await Installation.make();
    portal = await own.start({ ...openLdap(small.url), LDAP_SYNC_MINUTES: '0.01' });
  });
  afterAll(async () => {
    await own?.dispose();
    await small?.dispose();
  });

  it('who is deleted there loses access, who stays keeps it, and administrators learn of the limit', async () => {
    const lea = await tryToSignIn(portal, 'lea');
    const marc = await tryToSignIn(portal, 'marc');
    expect([lea.status, marc.status]).toEqual([200, 200]);
    await small.remove(personDn('lea'));
    await eventually(
      'she is out',
      async () => (await new Visitor(portal.url, lea.cookie).get('/api/auth/me')).status === 401,
    );
    expect((await new Visitor(portal.url, marc.cookie).get('/api/auth/me')).status).toBe(200);
    const admin = await signIn(portal, 'admin');
    const trouble = await eventually('the state is told', async () => {
      const status = (await (await admin.get('/api/directory')).json()) as {
        comparedAt: string | null;
        trouble: { kind: string } | null;
      };
      return status.comparedAt === null ? null : status;
    });
    expect(trouble.trouble?.kind).toBe('limited');
    await eventually('health says so', async () => {
      const { status } = (await (await admin.get('/api/health/ready')).json()) as { status: string };
      return status === 'degraded';
    });
    const told = await eventually('administrators are told', async () => {
      const notices = (await (await admin.get('/api/notices')).json()) as { kind: string }[];
      const ours = notices.filter(({ kind }) => kind === 'directory-limited');
      return ours.length > 0 && ours;
    });
    expect(told).toHaveLength(1);
  });
});
