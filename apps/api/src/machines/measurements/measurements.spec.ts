import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GuestFileSystems, Vm, VmActivity, VmMetrics } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import * as z from 'zod';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { Hosts } from '../../hosts/hosts.js';
import type { Meters, MeterReading } from '../../hosts/libvirt/meters.js';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { HostMetersEntity } from './host-meters.entity.js';
import { MeasurementRecorder } from './measurement-recorder.js';
import { MeasurementRetention } from './measurement-retention.js';
import { MeasurementEntity } from './measurement.entity.js';

const NEW_VM = {
  ...{ name: 'web', templateId: 'debian-server', username: 'eleve', vcpus: 1, memoryMiB: 1024, diskGiB: 12 },
  ...{ password: 'Mot-de-passe 1', rootPassword: 'Mot-de-racine 2' },
};
/** With a pretended host whose own meters show nothing: what is recorded here is of others. */
async function startWithoutMeters(dataDir?: string): Promise<TestApi> {
  const started = await startApi(dataDir === undefined ? {} : { dataDir });
  const [host] = started.app.get(Hosts).all() as unknown as { meters: Meters }[];
  host!.meters = { read: () => Promise.resolve([]) };
  return started;
}

let api: TestApi;
let [alice, bob, prof] = [] as unknown as [Visitor, Visitor, Visitor];
let vm: Vm;
let groupId: string;

beforeAll(async () => {
  api = await startWithoutMeters();
  [alice, bob, prof] = [await signIn(api, 'alice'), await signIn(api, 'bob'), await signIn(api, 'prof')];
  vm = Vm.parse(await (await alice.send('POST', '/api/vms', NEW_VM)).json());
  await until('the VM runs', async () => {
    vm = Vm.parse(await (await alice.get(`/api/vms/${vm.id}`)).json());
    return vm.state === 'running' && vm.job?.state === 'succeeded';
  });
  groupId = (await api.app.get(DataSource).getRepository(GroupEntity).findOneByOrFail({ name: 'demo' })).id;
});
afterAll(() => api.stop());

const reading = (seconds: number, run = 1): MeterReading => ({
  ...{ vmId: vm.id, run, vcpus: 1, cpuSeconds: seconds / 2, memoryMiB: 512 },
  ...{ diskReadBytes: seconds * 100, diskWrittenBytes: seconds * 200 },
  ...{ networkInBytes: seconds * 300, networkOutBytes: seconds * 400 },
});
const record = (host: string, at: Date, readings: MeterReading[], by = api) =>
  by.app.get(MeasurementRecorder).record(host, readings, at);
const after = (start: Date, seconds: number) => new Date(start.getTime() + seconds * 1000);
const metrics = async (who: Visitor, range = 'hour') =>
  VmMetrics.parse(await (await who.get(`/api/vms/${vm.id}/metrics?range=${range}`)).json());
/** The last whole step of five minutes: what is in it belongs together. */
const fiveMinutes = () => new Date(Math.floor(Date.now() / 300_000) * 300_000 - 300_000);
const emptied = () => api.app.get(DataSource).getRepository(MeasurementEntity).clear();

describe('what a VM uses', () => {
  it('is shown step by step, without the steps in which it was off or nobody looked', async () => {
    await emptied();
    const start = fiveMinutes();
    for (const seconds of [0, 10, 20]) await record('one', after(start, seconds), [reading(seconds)]);
    // Switched off and on again: its counters begin at nothing.
    await record('one', after(start, 30), []);
    for (const seconds of [40, 50]) await record('one', after(start, seconds), [reading(seconds - 40, 2)]);
    // Nobody looked for a minute.
    await record('one', after(start, 110), [reading(70, 2)]);
    const { stepSeconds, points } = await metrics(alice);
    expect(stepSeconds).toBe(10);
    expect(points.map(({ at }) => (Date.parse(at) - start.getTime()) / 1000)).toEqual([10, 20, 50]);
    for (const point of points)
      expect(point).toMatchObject({
        ...{ cpu: 0.5, memoryMiB: 512, diskReadBytesPerSecond: 100, diskWriteBytesPerSecond: 200 },
        ...{ networkInBytesPerSecond: 300, networkOutBytesPerSecond: 400 },
      });
  });

  it('is recorded once, whichever processes read at the same time', async () => {
    await emptied();
    const other = await startWithoutMeters(api.dataDir);
    try {
      const start = fiveMinutes();
      for (const seconds of [0, 10, 20, 310])
        await Promise.all(
          [api, other].map((by) => record('two', after(start, seconds), [reading(seconds)], by)),
        );
      const count = (stepSeconds: number) =>
        api.app.get(DataSource).getRepository(MeasurementEntity).countBy({ vmId: vm.id, stepSeconds });
      expect([await count(10), await count(300)]).toEqual([2, 1]);
    } finally {
      await other.stop();
    }
  });

  it('is kept a week as means of five minutes', async () => {
    await emptied();
    const start = after(fiveMinutes(), -300);
    for (const [seconds, used] of [
      [0, 0],
      [10, 10],
      [20, 30],
    ] as const)
      await record('three', after(start, seconds), [reading(used)]);
    expect((await metrics(alice, 'week')).points).toEqual([]);
    await record('three', after(start, 300), []);
    const { stepSeconds, points } = await metrics(alice, 'week');
    expect(stepSeconds).toBe(300);
    expect(points).toEqual([
      expect.objectContaining({ at: start.toISOString(), cpu: 0.75, diskReadBytesPerSecond: 150 }),
    ]);
    const retention = api.app.get(MeasurementRetention);
    await retention.removeOld(after(start, 2 * 3600));
    expect((await metrics(alice)).points).toEqual([]);
    expect((await metrics(alice, 'week')).points).toHaveLength(1);
    await retention.removeOld(after(start, 8 * 24 * 3600));
    expect((await metrics(alice, 'week')).points).toEqual([]);
  });

  it('is recorded again when the clock that was ahead is right', async () => {
    const [host] = api.app.get(Hosts).all();
    const name = await host!.name();
    const readAt = async () => {
      const rows = api.app.get(DataSource).getRepository(HostMetersEntity);
      return (await rows.findOneByOrFail({ host: name })).readAt.getTime();
    };
    await record(name, after(new Date(), 25 * 3600), []);
    await until('it was read since', async () => (await readAt()) <= Date.now());
  });

  it('of a VM of others on the same host is not ours to record', async () => {
    const stranger = { ...reading(10), vmId: '5b0f5e7c-0e0b-4f0e-9d55-6c2c70a1c0f1' };
    const start = fiveMinutes();
    for (const seconds of [0, 10]) await record('four', after(start, seconds), [stranger]);
    const rows = api.app.get(DataSource).getRepository(MeasurementEntity);
    expect(await rows.countBy({ vmId: stranger.vmId })).toBe(0);
  });

  it('is not there for strangers, nor in another range', async () => {
    const status = async (who: { get(path: string): Promise<Response> }, path: string) =>
      (await who.get(`/api/vms/${vm.id}/${path}`)).status;
    expect(await status(bob, 'metrics?range=hour')).toBe(404);
    expect(await status(bob, 'file-systems')).toBe(404);
    expect(await status(visit(api), 'metrics?range=hour')).toBe(401);
    expect(await status(prof, 'metrics?range=week')).toBe(200);
    expect(await status(alice, 'metrics?range=year')).toBe(400);
    expect(await status(alice, 'metrics')).toBe(200);
  });

  it('is what its teacher sees of the whole class, as a line each', async () => {
    await emptied();
    const start = after(fiveMinutes(), -240);
    for (const seconds of [0, 10]) await record('five', after(start, seconds), [reading(seconds)]);
    const [line, ...more] = z
      .array(VmActivity)
      .parse(await (await prof.get(`/api/groups/${groupId}/metrics`)).json());
    expect(more).toEqual([]);
    expect(line?.vmId).toBe(vm.id);
    expect(line?.cpu.filter((cpu) => cpu !== null)).toEqual([0.5]);
    expect(line?.cpu).toHaveLength(30);
    expect((await alice.get(`/api/groups/${groupId}/metrics`)).status).toBe(404);
  });
});

describe('how full a VM is inside', () => {
  const ask = async () =>
    GuestFileSystems.parse(await (await alice.get(`/api/vms/${vm.id}/file-systems`)).json());

  it('is what its agent says, while it runs', async () => {
    expect(await ask()).toEqual({
      fileSystems: [{ mountPoint: '/', type: 'ext4', usedMiB: 4096, sizeMiB: 12 * 1024 }],
    });
    await alice.send('POST', `/api/vms/${vm.id}/force-off`);
    await until('it is off', async () => {
      const { state } = Vm.parse(await (await alice.get(`/api/vms/${vm.id}`)).json());
      return state === 'stopped';
    });
    expect(await ask()).toEqual({ fileSystems: null });
  });
});

it('what was measured goes with the VM', async () => {
  const rows = api.app.get(DataSource).getRepository(MeasurementEntity);
  const start = fiveMinutes();
  for (const seconds of [0, 10]) await record('six', after(start, seconds), [reading(seconds)]);
  expect(await rows.countBy({ vmId: vm.id })).toBeGreaterThan(0);
  await alice.send('DELETE', `/api/vms/${vm.id}`);
  await until('it is gone', async () => (await alice.get(`/api/vms/${vm.id}`)).status === 404);
  expect(await rows.countBy({ vmId: vm.id })).toBe(0);
});
