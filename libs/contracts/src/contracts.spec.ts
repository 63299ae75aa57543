import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import * as z from 'zod';
import {
  AccountName,
  allowedActions,
  checkPassword,
  createVmFor,
  describeIssue,
  Id,
  VmName,
  VmState,
} from './index.js';

const template = {
  os: 'debian' as 'debian' | 'windows',
  sizes: {
    vcpus: { min: 1, default: 2, max: 4 },
    memoryMiB: { min: 512, default: 2048, max: 8192 },
    diskGiB: { min: 10, default: 20, max: 60 },
  },
  passwordRules: { minLength: 6, maxLength: 127, uppercase: false, lowercase: false, digit: false },
};
const request = {
  name: 'web1',
  templateId: 'debian-server',
  username: 'alice',
  password: 'secret1',
  rootPassword: 'secret2',
};
const problemsOf = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).error?.issues.map((issue) => issue.message) ?? [];

describe('VM names', () => {
  it.each([
    'web1',
    'WEB-1',
    'a',
    'srv.paris.lan',
    'x'.repeat(63),
    'web2024',
    '1a',
    '10.web',
    '0xweb',
    'localhost1',
    'mon-localhost',
    '2024.paris',
  ])('accept %s', (name) => {
    expect(problemsOf(VmName, name)).toEqual([]);
  });
  it.each([
    ['', 'vm-name.empty'],
    ['x'.repeat(64), 'vm-name.too-long'],
    ['é', 'vm-name.characters'],
    ['a b', 'vm-name.characters'],
    ['$(reboot)', 'vm-name.characters'],
    ['web\n', 'vm-name.characters'],
    ['-a', 'vm-name.labels'],
    ['a..b', 'vm-name.labels'],
    ['a.', 'vm-name.labels'],
    ['2024', 'vm-name.address'],
    ['1', 'vm-name.address'],
    ['1.2.3.4', 'vm-name.address'],
    ['10.1', 'vm-name.address'],
    ['999.999.999.999.999', 'vm-name.address'],
    ['0x7F000001', 'vm-name.address'],
    ['0x7f.1', 'vm-name.address'],
    ['localhost', 'vm-name.localhost'],
    ['LocalHost', 'vm-name.localhost'],
    ['localhost4', 'vm-name.localhost'],
    ['localhost.localdomain', 'vm-name.localhost'],
    ['localhost6.localdomain6', 'vm-name.localhost'],
    ['localhost.school.lan', 'vm-name.localhost'],
    ['web1.localhost', 'vm-name.localhost'],
    ['ip6-localhost', 'vm-name.localhost'],
    ['ip6-loopback', 'vm-name.localhost'],
    ['broadcasthost', 'vm-name.localhost'],
  ])('refuse %j with %s', (name, reason) => {
    expect(problemsOf(VmName, name)).toContain(reason);
  });
});

describe('ids', () => {
  it('are the same in capitals', () => {
    const id = 'a1b2c3d4-0000-4000-8000-00000000abcd';
    expect(Id.parse(id.toUpperCase())).toBe(id);
    expect(Id.safeParse(`{${id}}`).success).toBe(false);
  });
});

describe('account names', () => {
  it.each([
    'alice',
    '_x',
    'amanda',
    'a-b_c9',
    'dockerina',
    'postgres2',
    'adminsys',
    'eleve',
    'sudoku',
    'a'.repeat(32),
  ])('accept %s', (name) => {
    expect(problemsOf(AccountName, name)).toEqual([]);
  });
  it.each([
    'root',
    'vmm',
    'sudo',
    'systemd-anything',
    'docker',
    'postgres',
    'www-data',
    'mysql',
    'redis',
    'nginx',
    'bind',
    'ntp',
    'sshd',
    'messagebus',
    '_apt',
    '_chrony',
    'libvirt-qemu',
    'tomcat',
    'openldap',
    'postfix',
    'dovecot',
    'git',
    'adm',
    'wheel',
    'users',
    'kvm',
    'debian-exim',
    'freerad',
    'zabbix',
    'Alice',
    '9a',
    'a.b',
    'a'.repeat(33),
    'été',
    'a\n',
  ])('refuse %j', (name) => {
    expect(problemsOf(AccountName, name)).not.toEqual([]);
  });
});

it('account names are shorter where Windows takes no longer ones', () => {
  const long = { ...request, username: 'x'.repeat(21) };
  expect(problemsOf(createVmFor(template), long)).toEqual([]);
  expect(problemsOf(createVmFor({ ...template, os: 'windows' }), long)).toEqual([
    'account-name.too-long-for-windows',
  ]);
  const fits = { ...request, username: 'x'.repeat(20) };
  expect(problemsOf(createVmFor({ ...template, os: 'windows' }), fits)).toEqual([]);
});

describe('passwords', () => {
  it('take every character but control characters and lone surrogates', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 6, maxLength: 40 }), (password) => {
        fc.pre([...password].length <= 127 && !/\p{Cc}/u.test(password));
        expect(problemsOf(createVmFor(template), { ...request, password })).toEqual([]);
      }),
    );
  });
  it.each(['abc\ndef', 'abcdef\u0000', 'abcdef\u007f', 'abcdef\ud800'])('refuse %j', (password) => {
    expect(problemsOf(createVmFor(template), { ...request, password })).toEqual(['password.characters']);
  });
  it('count characters, not UTF-16 units', () => {
    expect(problemsOf(createVmFor(template), { ...request, password: '🐧'.repeat(127) })).toEqual([]);
    expect(problemsOf(createVmFor(template), { ...request, password: '🐧'.repeat(128) })).toContain(
      'password.max-length',
    );
  });
  it('name only the rules that the template asks for', () => {
    expect(checkPassword('abc', template.passwordRules).filter(({ kept }) => !kept)).toEqual([
      { rule: 'min-length', kept: false },
    ]);
    const windows = { minLength: 8, maxLength: 127, uppercase: true, lowercase: true, digit: true };
    expect(
      checkPassword('abcdefgh', windows)
        .filter(({ kept }) => !kept)
        .map(({ rule }) => rule),
    ).toEqual(['uppercase', 'digit']);
  });
});

describe('sizes', () => {
  it.each([{ vcpus: 0 }, { vcpus: 5 }, { memoryMiB: 511 }, { diskGiB: 61 }])(
    'outside the template are refused: %j',
    (size) => {
      expect(problemsOf(createVmFor(template), { ...request, ...size })).toEqual(['size.out-of-range']);
    },
  );
});

describe('allowed actions', () => {
  it('let a VM be deleted in every state, busy or not', () => {
    for (const state of VmState.options)
      for (const busy of [true, false]) expect(allowedActions({ state, busy })).toContain('delete');
  });
  it('make everything but delete, force-off and the console wait for a running job', () => {
    expect(allowedActions({ state: 'running', busy: true })).toEqual(['open-console', 'force-off', 'delete']);
  });
});

describe('sentences', () => {
  it('exist in both languages for what a form can get wrong', () => {
    const { error } = createVmFor(template).safeParse({
      name: '',
      username: 'root',
      password: 'x',
      rootPassword: 'a\nbcdef',
      templateId: 5,
      vcpus: 9,
    });
    for (const issue of error?.issues ?? []) {
      for (const language of ['fr', 'en'] as const)
        expect(describeIssue(issue, language)).toMatch(/[a-z ]{6,}/);
      expect(describeIssue(issue, 'fr')).not.toBe(describeIssue(issue, 'en'));
    }
    expect(error?.issues.length).toBe(6);
  });
});
