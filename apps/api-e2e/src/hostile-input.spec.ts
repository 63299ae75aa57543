import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiProcess } from './support/api-process.js';
import { dumpOf } from './support/database.js';
import { PATIENCE_MS, within } from './support/eventually.js';
import { sha256 } from './support/fake-host.js';
import { Installation, PASSWORD } from './support/installation.js';
import { NEW_VM, signIn, type Visitor } from './support/visitor.js';

/** All legal, none of it anything but characters. */
const PASSWORDS = [
  `quotes ' " ’ « »`,
  '$(reboot) `reboot` ${HOME} $PATH',
  '#{system("reboot")} %x(reboot) %{a} <%= 1 %>',
  'back\\slash \\n \\u0000 \\\\',
  '%s%n%d 100%',
  '</password><x> & &amp; ]]>',
  '; rm -rf / && exit | cat > x',
  '--help',
  '  espaces autour  ',
  '{"json": [1, null]}',
  'é à ü ñ ß Œ 漢字 عربى',
  '🦄'.repeat(127),
  'x'.repeat(127),
];
const ILLEGAL_PASSWORDS: [string, string][] = [
  ['a newline', 'premiere\nseconde'],
  ['a carriage return', 'premiere\rseconde'],
  ['NUL', 'avant\u0000apres'],
  ['an escape character', 'avant\u001b[2Japres'],
  ['a C1 control', 'avant\u0085apres'],
  ['10,000 characters', 'x'.repeat(10_000)],
  ['128 emoji', '🦄'.repeat(128)],
  ['a lone surrogate', 'abcdef\ud83e'],
  ['five characters', 'abcde'],
];
const ILLEGAL_NAMES = [
  'a b',
  `a'b`,
  'a"b',
  '$(reboot)',
  '`reboot`',
  '#{1}',
  '%s',
  'a\\b',
  'a\nb',
  'a\u0000b',
  '🦄',
  'été',
  'x'.repeat(64),
  'x'.repeat(10_000),
  '../../etc',
  'a/b',
  '-a',
  'a-',
  'a..b',
  '.',
  '',
];
const ILLEGAL_ACCOUNTS = [
  ...ILLEGAL_NAMES.filter((name) => name !== 'a-'),
  'root',
  'vagrant',
  'sudo',
  'Eleve',
  '1a',
  'a'.repeat(33),
];

let installation: Installation;
let api: ApiProcess;
let alice: Visitor;

beforeAll(async () => {
  installation = await Installation.make();
  api = await installation.start({ LOG_LEVEL: 'trace' });
  alice = await signIn(api, 'alice');
});
afterAll(() => installation.dispose());

describe('what is refused', () => {
  const refused = async (change: object, pointer: string) => {
    const body = { name: 'refuse', ...NEW_VM, ...change };
    const [french, english] = [
      await alice.problem('POST', '/api/vms', body, { 'accept-language': 'fr' }),
      await alice.problem('POST', '/api/vms', body, { 'accept-language': 'en' }),
    ];
    for (const problem of [french, english]) {
      expect(problem.status).toBe(400);
      expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
    }
    const [inFrench, inEnglish] = [french, english].map(
      ({ errors }) => errors!.find((error) => error.pointer === pointer)!.detail,
    ) as [string, string];
    expect(inFrench).not.toBe(inEnglish);
    expect(french.title).not.toBe(english.title);
    return `${inFrench} ${inEnglish}`;
  };

  it.each(ILLEGAL_PASSWORDS)('a password with %s, in both languages', async (_what, password) => {
    for (const field of ['password', 'rootPassword']) {
      const said = await refused({ [field]: password }, `/${field}`);
      expect(said).not.toContain(password);
    }
  });

  it('says what is wrong in a sentence', async () => {
    expect(await refused({ password: 'un\ndeux trois' }, '/password')).toMatch(
      /retour à la ligne.*line break/s,
    );
    expect(await refused({ password: 'abc' }, '/password')).toMatch(/6 caractères.*6 characters/s);
    expect(await refused({ username: 'root' }, '/username')).toMatch(
      /compte ou d’un groupe du système.*account or a group of the system/s,
    );
    expect(await refused({ vcpus: 64 }, '/vcpus')).toMatch(/limites.*limits/s);
  });

  it.each(ILLEGAL_NAMES)('the VM name %j', async (name) => void (await refused({ name }, '/name')));

  it.each(ILLEGAL_ACCOUNTS)(
    'the account name %j',
    async (username) => void (await refused({ username }, '/username')),
  );

  it('leaves no trace of a VM', async () => {
    expect(await alice.vms()).toEqual([]);
  });
});

describe('what is legal', () => {
  it('a longest name and account, taken as they are', async () => {
    const name = `${'a'.repeat(31)}.${'B'.repeat(31)}`;
    const username = `_${'a'.repeat(30)}-`;
    const vm = await alice.created(name, { username });
    expect(vm).toMatchObject({ name, username });
    expect(Object.keys((await installation.host.domain(vm.id))!.passwords).sort()).toEqual(
      [username, 'root'].sort(),
    );
    await alice.remove(vm.id);
    await alice.gone(vm.id);
  });

  it('every password, in a new VM and for an account that has one', async () => {
    const [first = '', second = '', ...others] = PASSWORDS;
    const vm = await alice.created('litteral', { password: first, rootPassword: second });
    const hashes = async () => (await installation.host.domain(vm.id))?.passwords;
    expect(await hashes()).toEqual({ eleve: sha256(first), root: sha256(second) });
    for (const password of others) {
      const { job } = await alice.act(vm.id, 'passwords', { account: 'eleve', password });
      expect(await alice.ended(job!.id)).toMatchObject({ state: 'succeeded' });
      expect(await hashes()).toMatchObject({ eleve: sha256(password) });
    }
    const text = await everythingWritten();
    for (const password of PASSWORDS) expect(foundIn(text, password)).toEqual([]);
  });

  it('and is nowhere in clear while its job is under way, nor after', async () => {
    const dying = await Installation.make();
    try {
      let writing = await dying.start({
        LOG_LEVEL: 'trace',
        VMM_TEST_KILL_AT: 'create:make-machine:after',
      });
      const bob = await signIn(writing, 'bob');
      const secrets = { password: 'secret-élève-7f3a "x"', rootPassword: "secret-root-9c1e 'y' \\ #{z}" };
      const { job, id } = await bob.create('coupee', secrets);
      await within(PATIENCE_MS, 'the API kills itself', writing.exit);

      const during = await everythingWritten(dying, writing);
      expect(during['database']).toContain(`"subject_id":"${id}"`);
      expect(during['database']).toContain('pgboss.');
      for (const secret of Object.values(secrets)) expect(foundIn(during, secret)).toEqual([]);

      writing = await dying.start({ LOG_LEVEL: 'trace' });
      const again = bob.at(writing);
      expect((await again.ended(job!.id)).state).toBe('succeeded');
      // What was sealed could be opened after the kill.
      expect((await dying.host.domain(id))?.passwords).toEqual({
        eleve: sha256(secrets.password),
        root: sha256(secrets.rootPassword),
      });
      const after = await everythingWritten(dying, ...dying.processes);
      expect(after['database']).not.toMatch(/"sealed_secrets":"/);
      for (const secret of [...Object.values(secrets), PASSWORD, bob.cookie.split('=')[1]!])
        expect(foundIn(after, secret)).toEqual([]);
    } finally {
      await dying.dispose();
    }
  });
});

/** What anyone with a disk, a log or a database in hand could read. */
async function everythingWritten(
  of = installation,
  ...processes: ApiProcess[]
): Promise<Record<string, string>> {
  return {
    output: (processes.length > 0 ? processes : of.processes).map((api) => api.output).join(''),
    database: await dumpOf(of.dataDir),
    ...(await filesUnder(of.studentVmsDir)),
    ...(await filesUnder(of.dataDir)),
  };
}

async function filesUnder(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const texts: Record<string, string> = {};
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // Files may vanish while we look: PostgreSQL's own.
    texts[path] = await readFile(path, 'latin1').catch(() => '');
  }
  return texts;
}

/** Where it stands, as it is or as JSON, a shell, an address or base64 would write it. */
function foundIn(texts: Record<string, string>, secret: string): string[] {
  const spellings = [
    secret,
    Buffer.from(secret).toString('latin1'),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(JSON.stringify(secret).slice(1, -1)).toString('latin1'),
    encodeURIComponent(secret.toWellFormed()),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex'),
  ];
  return Object.entries(texts)
    .filter(([, text]) => spellings.some((spelling) => text.includes(spelling)))
    .map(([where]) => where);
}
