import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiProcess } from './support/api-process.js';
import { askDatabase } from './support/database.js';
import { eventually } from './support/eventually.js';
import { Installation, PASSWORD } from './support/installation.js';
import { LdapServer } from './support/ldap-server.js';
import {
  addGroup,
  addPerson,
  groupDn,
  openLdap,
  openSchool,
  passwordOf,
  personDn,
  tryToSignIn,
} from './support/school.js';
import { Visitor } from './support/visitor.js';
import { tellTime } from './support/tell-time.js';

let server: LdapServer;
let installation: Installation;
let api: ApiProcess;

beforeAll(async () => {
  server = await LdapServer.start();
  await openSchool(server);
  for (const uid of ['lea', 'marc', 'prof1', 'chef', 'admin', 'sam', 'zoe']) await addPerson(server, uid);
  await addPerson(server, 'Élodie', { mail: 'elodie@lycee.example' });
  await addGroup(server, 'sio2', personDn('lea'), personDn('prof1'), personDn('chef'));
  await addGroup(server, 'profs', personDn('prof1'));
  await addGroup(server, 'admins', personDn('chef'), personDn('admin'));
  await server.add(groupDn('sio-option'), {
    objectClass: 'posixGroup',
    cn: 'sio-option',
    gidNumber: '2000',
    memberUid: ['lea', 'marc'],
  });
  installation = await Installation.make();
  api = await installation.start({ ...openLdap(server.url), LDAP_SYNC_MINUTES: '0.01' });
});

afterAll(async () => {
  await installation?.dispose();
  await server?.dispose();
});

const users = (username: string) =>
  askDatabase<Record<string, unknown>>(installation.dataDir, 'SELECT * FROM users WHERE username = $1', [
    username,
  ]);

describe('with OpenLDAP', () => {
  it('only the local administrator is made at the first start', async () => {
    expect(await askDatabase(installation.dataDir, 'SELECT username, source FROM users')).toEqual([
      { username: 'admin', source: 'local' },
    ]);
  });

  it('a student comes in with the school’s password, and is in the classes that name them', async () => {
    const { status, body } = await tryToSignIn(api, 'Lea ', passwordOf('lea'));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      username: 'lea',
      displayName: 'Prénom lea',
      role: 'student',
      localAccount: false,
    });
    expect(body['groups']).toMatchObject([
      { name: 'sio-option', teaches: false },
      { name: 'sio2', teaches: false },
    ]);
    expect(await users('lea')).toMatchObject([
      { source: 'directory', email: 'lea@lycee.example', directory_dn: personDn('lea'), password_hash: null },
    ]);
  });

  it('a teacher teaches their classes, an administrator is in none', async () => {
    expect((await tryToSignIn(api, 'prof1')).body).toMatchObject({
      role: 'teacher',
      groups: [{ name: 'sio2', teaches: true }],
    });
    expect((await tryToSignIn(api, 'chef')).body).toMatchObject({ role: 'admin', groups: [] });
  });

  it('the local administrator is not the directory’s entry of that name', async () => {
    expect((await tryToSignIn(api, 'admin', passwordOf('admin'))).status).toBe(401);
    expect((await tryToSignIn(api, 'admin', PASSWORD)).body).toMatchObject({
      role: 'admin',
      localAccount: true,
    });
  });

  it('names with accents are themselves, however they are typed', async () => {
    expect((await tryToSignIn(api, 'élodie', passwordOf('Élodie'))).body).toMatchObject({
      username: 'élodie',
    });
    expect((await tryToSignIn(api, 'E\u0301LODIE', passwordOf('Élodie'))).status).toBe(200);
  });

  it('refuses wrong passwords and unknown names alike, and not at once', async () => {
    const wrong = await tryToSignIn(api, 'marc', 'autre chose');
    const unknown = await tryToSignIn(api, 'personne', 'autre chose');
    expect(wrong.status).toBe(401);
    expect(unknown.body).toEqual(wrong.body);
    tellTime('a wrong password', wrong.ms);
    tellTime('an unknown name', unknown.ms);
    expect(Math.min(unknown.ms, wrong.ms)).toBeGreaterThanOrEqual(395);
  });

  it.each([
    ['a filter', '*)(uid=*'],
    ['a star', 'lea*'],
    ['parentheses', '(lea)'],
    ['a backslash', 'lea\\'],
    ['a template of the library', '{{username}}'],
    ['300 characters', 'é'.repeat(300)],
    ['an invisible character', 'le\u00ada'],
    ['spaces alone', '   '],
    ['a NUL alone', '\0'],
  ])('%s is nobody’s name', async (_, username) =>
    expect((await tryToSignIn(api, username, passwordOf('lea'))).status).toBe(401),
  );

  it('an empty password is refused before the directory is asked, and one that ends early is', async () => {
    expect((await tryToSignIn(api, 'lea', '')).status).toBe(400);
    expect((await tryToSignIn(api, 'lea', `${passwordOf('lea')}\0`)).status).toBe(401);
    expect((await tryToSignIn(api, 'lea', '\0')).status).toBe(401);
    expect((await tryToSignIn(api, 'lea', ' ')).status).toBe(401);
  });

  it('thirty pupils behind one address come in at once', async () => {
    const pupils = Array.from({ length: 30 }, (_, index) => `eleve${index}`);
    for (const uid of pupils) await addPerson(server, uid);
    const answers = await Promise.all(pupils.map((uid) => tryToSignIn(api, uid)));
    expect(answers.map(({ status }) => status)).toEqual(pupils.map(() => 200));
    tellTime('thirty sign-ins, the last', Math.max(...answers.map(({ ms }) => ms)));
  });

  it('an account that the directory disabled does not come in', async () => {
    await addPerson(server, 'parti', { shadowExpire: '1' });
    expect(await tryToSignIn(api, 'parti')).toMatchObject({
      status: 403,
      body: { type: '/problems/role-too-low' },
    });
    expect(await users('parti')).toEqual([]);
  });

  it('a group moved between two sign-ins changes role and classes, and ends the older sessions', async () => {
    const before = await tryToSignIn(api, 'sam');
    expect(before.body).toMatchObject({ role: 'student', groups: [] });
    await server.change(groupDn('profs'), 'add', 'member', personDn('sam'));
    await server.change(groupDn('sio2'), 'add', 'member', personDn('sam'));
    const after = await tryToSignIn(api, 'sam');
    expect(after.body).toMatchObject({ role: 'teacher', groups: [{ name: 'sio2', teaches: true }] });
    expect((await new Visitor(api.url, before.cookie).get('/api/auth/me')).status).toBe(401);
    expect((await new Visitor(api.url, after.cookie).get('/api/auth/me')).status).toBe(200);
  });

  it('a role that an administrator set by hand wins', async () => {
    await tryToSignIn(api, 'marc');
    await askDatabase(
      installation.dataDir,
      `UPDATE users SET role = 'teacher', role_set_by_hand = true WHERE username = 'marc'`,
    );
    expect((await tryToSignIn(api, 'marc')).body).toMatchObject({
      role: 'teacher',
      groups: [{ name: 'sio-option', teaches: true }],
    });
    expect(await users('marc')).toMatchObject([{ directory_role: 'student' }]);
  });

  it('a class whose name a group here has already gets a name of its own', async () => {
    await askDatabase(installation.dataDir, `INSERT INTO groups (name) VALUES ('sio-doublon')`);
    await addGroup(server, 'sio-doublon', personDn('zoe'));
    expect((await tryToSignIn(api, 'zoe')).body['groups']).toMatchObject([
      { name: 'sio-doublon (annuaire)' },
    ]);
  });

  it('groups in groups count, and a circle of them ends', async () => {
    await addPerson(server, 'nina');
    await addGroup(server, 'tp1', personDn('nina'));
    await addGroup(server, 'sio-tp', groupDn('tp1'));
    await addGroup(server, 'sio-tous', groupDn('sio-tp'));
    await server.change(groupDn('tp1'), 'add', 'member', groupDn('sio-tous'));
    expect((await tryToSignIn(api, 'nina')).body['groups']).toMatchObject([
      { name: 'sio-tous' },
      { name: 'sio-tp' },
    ]);
  });
});

describe('the synchronisation', () => {
  const me = async (cookie: string) => (await new Visitor(api.url, cookie).get('/api/auth/me')).status;
  const groupsOf = async (username: string) =>
    (
      await askDatabase<{ name: string }>(
        installation.dataDir,
        `SELECT g.name FROM group_members m JOIN groups g ON g.id = m.group_id JOIN users u ON u.id = m.user_id
          WHERE u.username = $1 ORDER BY g.name`,
        [username],
      )
    ).map(({ name }) => name);

  it('makes classes before anyone of them has come', async () => {
    await addGroup(server, 'sio-rentree', personDn('chef'));
    await eventually('the class is here', async () => {
      const groups = await askDatabase(
        installation.dataDir,
        `SELECT 1 FROM groups WHERE name = 'sio-rentree'`,
      );
      return groups.length === 1;
    });
  });

  it('follows names, addresses, groups and what was given by hand', async () => {
    await addPerson(server, 'tom');
    const { cookie } = await tryToSignIn(api, 'tom');
    await askDatabase(
      installation.dataDir,
      `INSERT INTO group_members (group_id, user_id)
        SELECT g.id, u.id FROM groups g, users u WHERE g.name = 'sio-doublon' AND u.username = 'tom'`,
    );
    await server.change(personDn('tom'), 'replace', 'displayName', 'Thomas');
    await server.change(personDn('tom'), 'replace', 'mail', 'thomas@lycee.example');
    await server.change(groupDn('sio2'), 'add', 'member', personDn('tom'));
    await eventually('tom is Thomas, in his class', async () => {
      const [user] = await users('tom');
      return (
        user?.['display_name'] === 'Thomas' &&
        user['email'] === 'thomas@lycee.example' &&
        (await groupsOf('tom')).length === 2
      );
    });
    expect(await groupsOf('tom')).toEqual(['sio-doublon', 'sio2']);
    await server.change(groupDn('sio2'), 'delete', 'member', personDn('tom'));
    await eventually('tom left his class', async () => (await groupsOf('tom')).length === 1);
    expect(await groupsOf('tom')).toEqual(['sio-doublon']);
    expect(await me(cookie)).toBe(200);
    await server.change(groupDn('profs'), 'add', 'member', personDn('tom'));
    await eventually('another role ends the session', async () => (await me(cookie)) === 401);
    expect(await users('tom')).toMatchObject([{ role: 'teacher' }]);
  });

  it('whoever leaves the directory is signed out and kept, and may come back', async () => {
    await addPerson(server, 'iris');
    await server.change(groupDn('sio2'), 'add', 'member', personDn('iris'));
    const isKeptOut = async (status: number) => {
      expect((await users('iris'))[0]?.['left_directory_at']).toBeInstanceOf(Date);
      expect(await groupsOf('iris')).toEqual([]);
      expect((await tryToSignIn(api, 'iris')).status).toBe(status);
    };
    // Expired, and let in again: the entry stays itself. Another entry with that login is somebody else.
    const { cookie } = await tryToSignIn(api, 'iris');
    await server.change(personDn('iris'), 'replace', 'shadowExpire', '1');
    await eventually('iris is signed out', async () => (await me(cookie)) === 401);
    await isKeptOut(403);
    await server.change(personDn('iris'), 'delete', 'shadowExpire');
    await eventually('iris is back', async () => (await users('iris'))[0]?.['left_directory_at'] === null);
    const back = await tryToSignIn(api, 'iris');
    expect(back.status).toBe(200);
    await server.remove(personDn('iris'));
    await eventually('iris is signed out again', async () => (await me(back.cookie)) === 401);
    await isKeptOut(401);
  });

  it('is on record, with what it changed', async () => {
    const entries = await askDatabase<{ details: object }>(
      installation.dataDir,
      `SELECT details FROM audit_log WHERE action = 'directory.sync' ORDER BY id`,
    );
    expect(entries).toContainEqual({ details: { newClasses: 0, changed: 0, left: 1 } });
  });

  it('believes no answer without anyone we know', async () => {
    const syncs = `SELECT started_at AS at FROM directory_sync`;
    const lastAt = async () =>
      (await askDatabase<{ at: Date }>(installation.dataDir, syncs))[0]?.at.getTime() ?? 0;
    await server.stop();
    const empty = await LdapServer.start({ port: server.port });
    await openSchool(empty);
    const from = await lastAt();
    await eventually('it was compared with', async () => (await lastAt()) > from + 1_200);
    await empty.dispose();
    await server.run();
    expect((await users('lea'))[0]?.['left_directory_at']).toBeNull();
    expect(api.output).toContain('not believed');
  });

  it('writes nothing of a password anywhere', async () => {
    expect(api.output).not.toContain('mot de passe');
  });
});
