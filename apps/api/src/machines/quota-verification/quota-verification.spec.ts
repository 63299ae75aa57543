import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { AuditEntryEntity } from '../../access/audit-writing/audit-entry.entity.js';
import { addRunningVm } from '../console-gateway/testing/console-visitor.js';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { FakeHost } from '../../hosts/fake-host/fake-host.js';
import { HealthParts } from '../../foundation/health/health-parts.js';
import { Metrics } from '../../foundation/metrics/metrics.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { VmRecord } from '../vms/vm-record.js';
import { VmEntity } from '../vms/vm.entity.js';
import { QuotaChargeEntity } from '../quotas/quota-charge.entity.js';
import { differenceText } from './difference-text.js';
import { QuotaVerification } from './quota-verification.js';

const STRAY = '22222222-2222-4222-8222-222222222222';
let api: TestApi;
let database: DataSource;
let host: FakeHost;

beforeAll(async () => {
  api = await startApi();
  database = api.app.get(DataSource);
  host = new FakeHost(join(api.app.get<Environment>(ENVIRONMENT).dataDir, 'fake-host'));
});
afterAll(() => api.stop());
afterEach(async () => {
  await verify({ fix: true });
  expect(await verify()).toEqual([]);
});

const verify = async ({ fix = false } = {}) =>
  (await api.app.get(QuotaVerification).run({ fix, settleMs: 0 })).map(differenceText);
const charges = () => database.getRepository(QuotaChargeEntity);

/** What the machine has, whatever its record says. */
async function give(vmId: string, size: { vcpus: number; memoryMiB: number }): Promise<void> {
  const domain = await host.read('domain', vmId);
  const guest = { hostName: 'x', fileSystemGiB: 10 };
  const machine = { ...size, diskGiB: 10, next: { ...size, name: 'x' }, takesMore: true, guest };
  await host.write('domain', vmId, { ...domain!, machine });
}

/** A VM of 1 vCPU and 512 MiB that runs and is charged. */
async function chargedVm(): Promise<string> {
  const vmId = await addRunningVm(api, 'alice');
  await give(vmId, { vcpus: 1, memoryMiB: 512 });
  await database.transaction(async (tx) => {
    const vm = await tx.findOneByOrFail(VmEntity, { id: vmId });
    await api.app.get(VmRecord).change(tx, vm, { state: 'running' });
  });
  return vmId;
}

describe('verifying the ledger', () => {
  it('finds nothing where nothing is wrong', async () => {
    await chargedVm();
    expect(await verify()).toEqual([]);
  });

  it('finds what is charged wrongly, not at all, or for nothing, and mends it on the record', async () => {
    const [wrong, free] = [await chargedVm(), await chargedVm()];
    await charges().update({ vmId: wrong }, { memoryMiB: 1, runningVcpus: 0 });
    await charges().delete({ vmId: free });
    await charges().insert({ ...(await charges().findOneByOrFail({ vmId: wrong })), vmId: STRAY });
    const found = [
      `${STRAY}: charged, but there is no such VM`,
      expect.stringMatching(`^${wrong} .*: memoryMiB 1 instead of 512, runningVcpus 0 instead of 1$`),
      expect.stringMatching(`^${free} .*: not charged at all$`),
    ];
    expect((await verify()).sort()).toEqual(expect.arrayContaining(found));
    // Looking has changed nothing.
    expect(await verify({ fix: true })).toHaveLength(3);
    expect(await verify()).toEqual([]);
    const lines = await database.getRepository(AuditEntryEntity).findBy({ action: 'quota.fix' });
    expect(lines.map(({ objectId }) => objectId).sort()).toEqual([STRAY, wrong, free].sort());
  });

  it('takes the host’s word for what runs and how large it is', async () => {
    const vmId = await chargedVm();
    // Its job gave up, yet the machine was left: no follower changes that state.
    await database.getRepository(VmEntity).update({ id: vmId }, { state: 'failed' });
    await charges().update({ vmId }, { runningVcpus: 0, runningMemoryMiB: 0 });
    expect(await verify()).toEqual([
      expect.stringContaining('runningVcpus 0 instead of 1, runningMemoryMiB 0 instead of 512'),
    ]);
    await verify({ fix: true });
    await give(vmId, { vcpus: 3, memoryMiB: 1024 });
    expect(await verify()).toEqual([expect.stringContaining('vcpus 1 instead of 3')]);
  });

  it('is told by a gauge and a remark on health, until it is mended', async () => {
    const vmId = await chargedVm();
    await charges().delete({ vmId });
    await verify();
    const remark = async () => (await api.app.get(HealthParts).examine()).parts['quotas'];
    expect(await api.app.get(Metrics).text()).toContain('\nvmm_quota_differences 1\n');
    expect(await remark()).toEqual({ status: 'ok', detail: expect.stringContaining('1 VMs') });
    await verify({ fix: true });
    expect(await api.app.get(Metrics).text()).toContain('\nvmm_quota_differences 0\n');
    // One look is shared by all who ask shortly after.
    await until('health has nothing more to remark', async () => !(await remark())?.detail);
    expect(await remark()).toEqual({ status: 'ok' });
  });
});
