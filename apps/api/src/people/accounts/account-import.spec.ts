import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountImport } from '@vm-manager/contracts';
import iconv from 'iconv-lite';
import { DataSource } from 'typeorm';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';

const IMPORT = '/api/users/import';

describe('accounts from a file', () => {
  let api: TestApi;
  let database: DataSource;
  let admin: Visitor;
  beforeAll(async () => {
    api = await startApi();
    database = api.app.get(DataSource);
    admin = await signIn(api, 'admin');
    await admin.send('POST', '/api/groups', { name: 'SISR 1' });
    await admin.send('POST', '/api/groups', { name: 'SLAM 1, soir' });
  });
  afterAll(() => api.stop());

  const importing = (csv: string | Buffer, query = '', by = admin) =>
    fetch(`${api.url}${IMPORT}${query}`, {
      method: 'POST',
      headers: { cookie: by.cookie, 'content-type': 'text/csv', 'accept-language': 'fr' },
      body: Buffer.from(csv),
    });
  const imported = async (csv: string | Buffer, query?: string) =>
    AccountImport.parse(await (await importing(csv, query)).json());
  const count = async () =>
    Number((await database.query<{ count: string }[]>('SELECT count(*) FROM users'))[0]!.count);
  const membersOf = (name: string): Promise<{ username: string; teaches: boolean }[]> =>
    database.query(
      `SELECT u.username, m.teaches FROM group_members m JOIN users u ON u.id = m.user_id
       JOIN groups g ON g.id = m.group_id WHERE g.name = $1 ORDER BY 1`,
      [name],
    );

  it('are for administrators, and for files', async () => {
    expect((await importing('login;nom\nx;X', '', visit(api))).status).toBe(401);
    for (const who of ['alice', 'prof'])
      expect((await importing('login;nom\nx;X', '', await signIn(api, who))).status).toBe(403);
    expect((await admin.send('POST', IMPORT, { username: 'x' })).status).toBe(415);
    for (const csv of ['', 'nom;prénom\nx;X', 'login;surnom\nx;X', 'login;nom;nom\nx;X;Y'])
      expect([csv, (await importing(csv)).status]).toEqual([csv, 400]);
    expect((await importing('login;nom\nx;X', '?dryRun=perhaps')).status).toBe(400);
  });

  it('are shown first, then made all at once, with passwords by which their people sign in', async () => {
    const csv =
      'Prénom;Nom;Login;Classe;Fonction;Mail\r\n' +
      'Élodie;Brun;E.Brun;sisr 1;élève;elodie@school.example\r\n' +
      'Marc;Vidal;m.vidal;SLAM 1, soir;professeur;\r\n' +
      'Nadia;Roy;nadia;SISR 1, slam 1, soir;;\r\n';
    const lines = [
      { line: 2, username: 'e.brun', displayName: 'Élodie Brun', role: 'student', groups: ['SISR 1'] },
      { line: 3, username: 'm.vidal', displayName: 'Marc Vidal', role: 'teacher', groups: ['SLAM 1, soir'] },
    ].map((line) => ({ ...line, outcome: 'created', password: null, detail: null }));
    const before = await count();
    const [third] = (await imported(csv, '?dryRun=true')).lines.slice(2);
    expect(third).toMatchObject({ outcome: 'refused', detail: expect.stringContaining('slam 1') });
    const list = csv.split('\r\n').slice(0, 3).join('\r\n');
    expect(await imported(list, '?dryRun=true')).toEqual({ dryRun: true, applied: false, lines });
    expect(await count()).toBe(before);

    const answer = await importing(list);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const done = AccountImport.parse(await answer.json());
    expect(done).toMatchObject({ applied: true, lines: lines.map(({ password: _, ...line }) => line) });
    expect(await membersOf('SISR 1')).toEqual([{ username: 'e.brun', teaches: false }]);
    expect(await membersOf('SLAM 1, soir')).toEqual([{ username: 'm.vidal', teaches: true }]);
    for (const { username, password } of done.lines) {
      expect(password).toMatch(/^([a-hjkmnp-z2-9]{4}-?){3}$/);
      await signIn(api, username, password!);
    }
    const kept = JSON.stringify([
      await database.query('SELECT * FROM users'),
      await database.query('SELECT * FROM audit_log'),
      await database.query('SELECT * FROM notices'),
    ]);
    for (const { password } of done.lines) expect(kept).not.toContain(password);
    expect(
      await database.query(
        `SELECT object_name, details FROM audit_log WHERE action IN ('account.import', 'account.create') ORDER BY id`,
      ),
    ).toEqual(
      expect.arrayContaining([
        { object_name: 'e.brun', details: { source: 'local', role: 'student' } },
        { object_name: 'm.vidal', details: { source: 'local', role: 'teacher' } },
        { object_name: null, details: { added: 2, unchanged: 0 } },
      ]),
    );
  });

  it('change nobody who is there: our own export comes back as it is', async () => {
    const users = () => database.query('SELECT * FROM users ORDER BY id');
    const before = await users();
    const csv = Buffer.from(await (await admin.get('/api/users.csv')).arrayBuffer());
    const again = await imported(csv);
    expect([again.applied, new Set(again.lines.map(({ outcome }) => outcome))]).toEqual([
      true,
      new Set(['unchanged']),
    ]);
    expect((await imported('login;nom;rôle\nALICE;Autre;administrateur')).lines).toMatchObject([
      { username: 'alice', outcome: 'unchanged', role: 'student', password: null },
    ]);
    expect(await users()).toEqual(before);
  });

  it('are all refused with one of them, and each says why', async () => {
    const before = await count();
    const { applied, lines } = await imported(
      'login;nom;mail;rôle;classe\n' +
        'ok;Okay;;;\n' +
        'OK;Okay;;;\n' +
        ';Personne;;;\n' +
        'a b;Espace;;;\n' +
        'nameless;;;;\n' +
        'nomail;N;nobody;;\n' +
        'chief;C;;chef;\n' +
        'lost;L;;;Inconnue\n',
    );
    expect(applied).toBe(false);
    expect(lines.map(({ outcome }) => outcome)).toEqual(['created', ...Array<string>(7).fill('refused')]);
    expect(lines.every(({ password }) => password === null)).toBe(true);
    const reasons = lines.slice(1).map(({ detail }) => detail);
    expect(new Set(reasons).size).toBe(7);
    expect(reasons.at(-1)).toContain('Inconnue');
    expect(await count()).toBe(before);
  });

  it('have no guessed names, and are made a thousand at a time', async () => {
    expect((await importing(iconv.encode('login;nom\nzoe;Zoé', 'macintosh'), '?dryRun=true')).status).toBe(
      400,
    );
    const list = (length: number) =>
      `login;nom\n${Array.from({ length }, (_, at) => `many${at};Many ${at}`).join('\n')}`;
    const refused = await importing(list(1_001), '?dryRun=true');
    expect(await refused.json()).toMatchObject({ errors: [{ detail: expect.stringContaining('1000') }] });
    expect((await imported(list(1_000), '?dryRun=true')).lines).toHaveLength(1_000);
  });

  it('are made once when the same file comes twice at the same moment', async () => {
    const csv = 'login;nom;classe\ntwin1;T;SISR 1\ntwin2;T;SISR 1';
    const both = await Promise.all([imported(csv), imported(csv)]);
    expect(both.map(({ lines }) => lines[0]!.outcome).toSorted()).toEqual(['created', 'unchanged']);
    for (const { username, password } of both.flatMap(({ lines }) => lines))
      if (password !== null) await signIn(api, username, password);
  });
});
