import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Account, GroupMember, MemberImport } from '@vm-manager/contracts';
import * as z from 'zod';
import { askDatabase } from './support/database.js';
import { Installation } from './support/installation.js';
import { json, signIn, type Visitor } from './support/visitor.js';

const MANY = 5_000;
const CLASS = 1_000;

let installation: Installation;
let admin: Visitor;
const measured: string[] = [];

beforeAll(async () => {
  installation = await Installation.make();
  admin = await signIn(await installation.start(), 'admin');
  await askDatabase(
    installation.dataDir,
    `INSERT INTO users (username, display_name, email, role, source)
     SELECT 'eleve' || n, 'Élève ' || md5(n::text), 'eleve' || n || '@lycee.example', 'student', 'directory'
       FROM generate_series(1, ${MANY}) n`,
  );
});
afterAll(async () => {
  process.stdout.write(`${MANY} accounts:\n${measured.join('\n')}\n`);
  await installation.dispose();
});

/** How long it took is printed; a test that fails for it would fail for a busy machine. */
async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const times: number[] = [];
  let last: T | undefined;
  for (let round = 0; round < 5; round++) {
    const started = performance.now();
    last = await work();
    times.push(performance.now() - started);
  }
  times.sort((one, other) => one - other);
  measured.push(`  ${what}: ${times[2]!.toFixed(0)} ms (median of 5)`);
  return last as T;
}

async function page(query: string) {
  const answer = await admin.get(`/api/users?${query}`);
  const total = Number(answer.headers.get('x-total-count'));
  return { total, accounts: z.array(Account).parse(await json(answer, 200)) };
}

it('are paged through to the last', async () => {
  const first = await timed('first page of 100', () => page('limit=100'));
  expect([first.total, first.accounts.length]).toEqual([MANY + 4, 100]);
  const last = await timed('last page, by last sign-in', () =>
    page(`limit=100&offset=${MANY - 50}&sort=lastSignInAt&order=desc`),
  );
  expect(last.accounts).toHaveLength(54);
  const names = new Set<string>();
  for (let offset = 0; offset < first.total; offset += 1000)
    for (const { username } of (await page(`limit=1000&offset=${offset}&sort=displayName`)).accounts)
      names.add(username);
  expect(names.size).toBe(first.total);
});

it('are found as one types', async () => {
  for (const [search, found] of [
    ['e', MANY],
    ['eleve4321', 1],
    ['ÉLEVE', MANY],
    ['zzz', 0],
  ] as const) {
    const { total } = await timed(`search “${search}”`, () =>
      page(`limit=100&search=${encodeURIComponent(search)}`),
    );
    expect([search, total >= found && (found > 1 || total === found)]).toEqual([search, true]);
  }
});

it(`put ${CLASS} of them into a group from a file, and list it`, async () => {
  const group = (await json(await admin.send('POST', '/api/groups', { name: 'promotion' }), 201)) as {
    id: string;
  };
  const lines = Array.from({ length: CLASS }, (_, nth) => `eleve${nth + 1};`);
  const started = performance.now();
  const answer = await admin.send(
    'POST',
    `/api/groups/${group.id}/members/import`,
    ['identifiant;rôle', ...lines].join('\n'),
    { 'content-type': 'text/csv' },
  );
  measured.push(`  import of ${CLASS}: ${(performance.now() - started).toFixed(0)} ms`);
  expect(MemberImport.parse(await json(answer, 200)).applied).toBe(true);
  const members = await timed(`members of a group of ${CLASS}`, async () =>
    z.array(GroupMember).parse(await json(await admin.get(`/api/groups/${group.id}/members`), 200)),
  );
  expect(members).toHaveLength(CLASS);
  await timed('export of all accounts', async () => (await admin.get('/api/users.csv')).text());
});
