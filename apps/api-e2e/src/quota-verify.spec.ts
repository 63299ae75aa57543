import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Health, type Vm } from '@vm-manager/contracts';
import type { ApiProcess } from './support/api-process.js';
import { vmm } from './support/command.js';
import { askDatabase, postmasterOf } from './support/database.js';
import { eventually } from './support/eventually.js';
import { Installation } from './support/installation.js';
import { json, signIn, type Visitor } from './support/visitor.js';

let installation: Installation;
let api: ApiProcess;
let admin: Visitor;
let vm: Vm;
let wrong: string;

beforeAll(async () => {
  installation = await Installation.make();
  api = await installation.start();
  admin = await signIn(api, 'admin');
  const alice = await signIn(api, 'alice');
  vm = await alice.created('comptee', { vcpus: 1, memoryMiB: 512, diskGiB: 10 });
  wrong = `${vm.id} (comptee): memoryMiB 8 instead of 512, runningVcpus 0 instead of 1\n`;
});
afterAll(() => installation.dispose());

const verify = (...options: string[]) => vmm(installation, ['quota', 'verify', ...options]);
const quotaHealth = async () =>
  Health.parse(await json(await admin.get('/api/health/ready'), 200)).parts['quotas']!;
const RIGHT = { code: 0, said: 'The ledger is right.\n' };

const ask = (text: string) => askDatabase<Record<string, unknown>>(installation.dataDir, text);
const spoil = () => ask('UPDATE quota_charges SET memory_mib = 8, running_vcpus = 0');
const charged = () => ask('SELECT vm_id, memory_mib, running_vcpus FROM quota_charges');

async function isMended(): Promise<void> {
  expect(await charged()).toEqual([{ vm_id: vm.id, memory_mib: 512, running_vcpus: 1 }]);
  expect(
    await ask(`SELECT details->'found'->>'memoryMiB' AS found FROM audit_log WHERE action = 'quota.fix'`),
  ).toContainEqual({ found: '8' });
}

describe('npm run vmm -- quota verify', () => {
  it('says beside the portal that runs what is wrong, with exit code 1, and mends it with --fix', async () => {
    expect(await verify()).toMatchObject(RIGHT);
    await spoil();
    expect(await verify()).toMatchObject({ code: 1, said: `${wrong}1 wrong; --fix mends.\n` });
    // A look changes nothing; the portal says what is to be done.
    expect(await charged()).toMatchObject([{ memory_mib: 8 }]);
    await eventually('the portal says so', async () =>
      (await quotaHealth()).detail?.includes('quota verify --fix'),
    );
    expect(await verify('--fix')).toMatchObject({ code: 0, said: `${wrong}1 mended.\n` });
    await isMended();
    await eventually('the portal says nothing more', async () => !('detail' in (await quotaHealth())));
  });

  it('knows no other words', async () => {
    for (const args of [['quota'], ['quota', 'mend'], ['quota', 'verify', '--now']])
      expect((await vmm(installation, args)).code).toBe(64);
  });

  it('does the same by itself while the portal is stopped, ends, and leaves no database running', async () => {
    await spoil();
    await api.interrupt();
    expect(await verify()).toMatchObject({ code: 1, said: `${wrong}1 wrong; --fix mends.\n` });
    expect(await verify('--fix')).toMatchObject({ code: 0, said: `${wrong}1 mended.\n` });
    expect(await verify()).toMatchObject({ ...RIGHT, stderr: '' });
    expect(await installation.processesLeft()).toEqual([]);
    api = await installation.start();
    await isMended();
  });

  it('says that libvirt does not answer, with an exit code of its own, and mends nothing by guessing', async () => {
    await spoil();
    await api.interrupt();
    const away = { VMM_ADAPTERS: 'real', LIBVIRT_URI: 'qemu:///session' };
    const { code, stderr } = await vmm(installation, ['quota', 'verify', '--fix'], { env: away });
    expect([code, stderr.trim()]).toEqual([69, expect.stringMatching(/^libvirt does not answer: .*\?$/)]);
    expect(await verify()).toMatchObject({ code: 1 });
    expect(await verify('--fix')).toMatchObject({ code: 0 });
    api = await installation.start();
  });

  it('ends with exit code 1, and leaves no database running, when it cannot start', async () => {
    // Its last migration meets its own work and fails.
    await ask('DELETE FROM migrations WHERE id = (SELECT max(id) FROM migrations)');
    await api.interrupt();
    const { code, stderr } = await verify();
    expect(code).toBe(1);
    expect(stderr).toContain('already exists');
    expect(await postmasterOf(installation.dataDir)).toBeNull();
    expect(await installation.processesLeft()).toEqual([]);
  });
});
