import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { FakeHost } from '../../hosts/fake-host/fake-host.js';
import { FakeGuest } from '../../hosts/libvirt/fake/fake-guest.js';
import { Guest, type GuestCommandResult } from '../../hosts/libvirt/guest.js';
import { DebianSystem } from './debian-system.js';

/** Says no to the programs named, in these words, and to what else is asked of it by these errors; all else succeeds. */
class ScriptedGuest extends Guest {
  readonly did: string[][] = [];

  constructor(
    private readonly refusals: Record<string, string> = {},
    private readonly errors: { setPassword?: Error; setClock?: Error } = {},
  ) {
    super();
  }

  isAnswering = async () => true;
  fileSystems = async () => [];
  async run(_vmId: string, program: string, args: readonly string[]): Promise<GuestCommandResult> {
    this.did.push([program, ...args]);
    const output = this.refusals[program];
    return output === undefined ? { exitCode: 0, output: '' } : { exitCode: 1, output };
  }
  async setPassword(_vmId: string, account: string, password: string): Promise<void> {
    this.did.push(['password', account, password]);
    if (this.errors.setPassword) throw this.errors.setPassword;
  }
  async setClock(): Promise<void> {
    this.did.push(['clock']);
    if (this.errors.setClock) throw this.errors.setClock;
  }
}

const refused = new ProblemError('guest-refused', { reason: 'child failed' });
const silent = new ProblemError('guest-not-answering');
/** Everything in it means something to a shell, to an option parser or to XML. */
const PASSWORD = `-p $(reboot) 'é" ; </x>`;

describe('an account in a Debian guest', () => {
  it('is made with sudo, its name and password as they are', async () => {
    const guest = new ScriptedGuest({ '/usr/bin/id': 'no such user' });
    await new DebianSystem(guest).createAccount('vm', '_eleve-', PASSWORD);
    expect(guest.did).toEqual([
      ['/usr/bin/id', '-u', '--', '_eleve-'],
      ['/usr/sbin/useradd', '--create-home', '--shell', '/bin/bash', '--', '_eleve-'],
      ['/usr/sbin/usermod', '--append', '--groups', 'sudo', '--', '_eleve-'],
      ['password', '_eleve-', PASSWORD],
      ['/usr/bin/systemctl', 'start', '--no-block', 'display-manager.service'],
    ]);
  });

  it('is there, whether the machine has a desktop to open or not', async () => {
    const guest = new ScriptedGuest({ '/usr/bin/systemctl': 'Unit display-manager.service not found.' });
    await expect(new DebianSystem(guest).createAccount('vm', 'eleve', PASSWORD)).resolves.toBeUndefined();
  });

  it('that a try before has made gets sudo and its password all the same', async () => {
    const guest = new ScriptedGuest();
    await new DebianSystem(guest).createAccount('vm', 'eleve', PASSWORD);
    expect(guest.did.map(([program]) => program)).toEqual([
      '/usr/bin/id',
      '/usr/sbin/usermod',
      'password',
      '/usr/bin/systemctl',
    ]);
  });

  it('that cannot be made has no password set, and the guest’s own words are told, no longer than fits', async () => {
    const guest = new ScriptedGuest({
      '/usr/bin/id': '',
      '/usr/sbin/useradd': ` disk full ${'!'.repeat(400)}\n`,
    });
    const making = new DebianSystem(guest).createAccount('vm', 'eleve', PASSWORD);
    await expect(making).rejects.toMatchObject({
      code: 'guest-refused',
      params: { reason: expect.stringMatching(/^disk full !{290}$/) },
    });
    expect(guest.did.flat()).not.toContain('password');
  });
});

describe('a password in a Debian guest', () => {
  it('is set for an account that is there', async () => {
    const guest = new ScriptedGuest();
    await new DebianSystem(guest).setPassword('vm', 'eleve', PASSWORD);
    expect(guest.did.at(-1)).toEqual(['password', 'eleve', PASSWORD]);
  });
  it('of the account that governs it is root’s', async () => {
    const guest = new ScriptedGuest();
    await new DebianSystem(guest).setRootPassword('vm', PASSWORD);
    expect(guest.did).toEqual([
      ['/usr/bin/id', '-u', '--', 'root'],
      ['password', 'root', PASSWORD],
    ]);
  });
  it('says which account is missing, and asks for no more', async () => {
    const guest = new ScriptedGuest({ '/usr/bin/id': '' });
    const setting = new DebianSystem(guest).setPassword('vm', 'eleve', PASSWORD);
    await expect(setting).rejects.toMatchObject({ code: 'account-missing', params: { account: 'eleve' } });
    expect(guest.did).toHaveLength(1);
  });
  it.each([
    [refused, 'password-refused'],
    [silent, 'guest-not-answering'],
  ])('that fails says what a person can do: %s', async (error, code) => {
    const setting = new DebianSystem(new ScriptedGuest({}, { setPassword: error })).setPassword(
      'vm',
      'eleve',
      'x',
    );
    await expect(setting).rejects.toMatchObject({ code });
  });
});

describe('the file system of a Debian guest', () => {
  it('that does not grow leaves its words in the log', async () => {
    const log: string[] = [];
    const guest = new ScriptedGuest({ '/usr/local/lib/vmm/grow-root': 'resize2fs: no\n' });
    const growing = new DebianSystem(guest).growFileSystem('vm', (line) => log.push(line));
    await expect(growing).rejects.toMatchObject({ code: 'disk-not-grown' });
    expect(log).toEqual(['resize2fs: no']);
  });
});

describe('the clock of a Debian guest', () => {
  it('is set by the agent', async () => {
    const guest = new ScriptedGuest();
    await new DebianSystem(guest).setClock('vm');
    expect(guest.did).toEqual([['clock']]);
  });
  it('is set by date where the agent cannot', async () => {
    const guest = new ScriptedGuest({}, { setClock: refused });
    const before = Date.now();
    await new DebianSystem(guest).setClock('vm');
    const [program, ...args] = guest.did[1] ?? [];
    expect([program, args[0], args[1]]).toEqual(['/usr/bin/date', '--utc', '--set']);
    const milliseconds = 1000 * Number(args[2]?.slice(1));
    expect(args[2]).toMatch(/^@\d+\.\d{3}$/);
    expect(milliseconds).toBeGreaterThanOrEqual(before);
    expect(milliseconds).toBeLessThanOrEqual(Date.now());
  });
  it('is not tried another way where nobody answers', async () => {
    const guest = new ScriptedGuest({}, { setClock: silent });
    await expect(new DebianSystem(guest).setClock('vm')).rejects.toBe(silent);
    expect(guest.did).toHaveLength(1);
  });
  it('that nothing sets says so', async () => {
    const guest = new ScriptedGuest({ '/usr/bin/date': 'not permitted' }, { setClock: refused });
    await expect(new DebianSystem(guest).setClock('vm')).rejects.toMatchObject({
      code: 'guest-refused',
      params: { reason: 'not permitted' },
    });
  });
});

const folder = mkdtempSync(join(tmpdir(), 'vmm-fake-host-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('a pretended guest is a Debian one: it takes name and disk by the same programs', async () => {
  const host = new FakeHost(folder);
  const [vmId, ownerId, installationId] = ['00000000-0000-4000-8000-000000000001', 'owner', 'installation'];
  await host.addMachine({ vmId, ownerId, installationId, hostName: 'before', diskGiB: 10 });
  const domain = await host.read('domain', vmId);
  if (!domain?.machine) throw new Error('There is no machine.');
  await host.write('domain', vmId, { ...domain, machine: { ...domain.machine, diskGiB: 30 } });
  const system = new DebianSystem(new FakeGuest(host));
  await system.setHostName(vmId, 'after');
  await system.growFileSystem(vmId, () => undefined);
  await system.createAccount(vmId, 'eleve', PASSWORD);
  await system.setRootPassword(vmId, PASSWORD);
  const after = await host.read('domain', vmId);
  expect(after?.machine?.guest).toEqual({ hostName: 'after', fileSystemGiB: 30 });
  expect(Object.keys(after?.passwords ?? {})).toEqual(['eleve', 'root']);
});
