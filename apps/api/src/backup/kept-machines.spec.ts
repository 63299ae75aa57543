import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditEntry, Job, KeptMachines, Notice, Problem, Vm } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import * as z from 'zod';
import { Installation } from '../foundation/database/installation.js';
import { FakeHost } from '../hosts/fake-host/fake-host.js';
import { Hosts } from '../hosts/hosts.js';
import { KeptDiskEntity } from '../machines/kept-disks/kept-disk.entity.js';
import { VmEntity } from '../machines/vms/vm.entity.js';
import { signIn, type Visitor } from '../testing/sign-in.js';
import { startApi, type TestApi } from '../testing/start-api.js';
import { until } from '../testing/until.js';
import { backupName } from './backup-names.js';
import { MachineBackup } from './machine-backup.js';
import { MachineCopies, machinesIn } from './machine-copies.js';

const NEW_VM = {
  ...{ templateId: 'debian-server', username: 'eleve', vcpus: 1, memoryMiB: 512, diskGiB: 10 },
  ...{ password: 'Mot-de-passe 1', rootPassword: 'Mot-de-racine 2' },
};

let api: TestApi;
let host: FakeHost;
let backups: string;
let alice: Visitor;
let bob: Visitor;
let prof: Visitor;
let admin: Visitor;
beforeAll(async () => {
  api = await startApi({ bootMs: 20, env: { VMM_BACKUP_DIR: 'backups', VMM_JOBS_PER_HOST: '1' } });
  backups = join(api.dataDir, 'backups');
  host = new FakeHost(join(api.dataDir, 'data/fake-host'));
  [alice, bob, prof, admin] = (await Promise.all(
    ['alice', 'bob', 'prof', 'admin'].map((name) => signIn(api, name)),
  )) as [Visitor, Visitor, Visitor, Visitor];
});
afterAll(() => api.stop());

const body = async <T>(schema: z.ZodType<T>, answer: Response | Promise<Response>) =>
  schema.parse(await (await answer).json());
const kept = (visitor: Visitor, path: string) => body(KeptMachines, visitor.get(`/api/${path}/backups`));
const show = (visitor: Visitor, id: string) => body(Vm, visitor.get(`/api/vms/${id}`));

async function settled(visitor: Visitor, id: string): Promise<Vm> {
  await until('the VM’s job has ended', async () => (await show(visitor, id)).job?.finishedAt !== null);
  return show(visitor, id);
}
async function made(visitor: Visitor, name: string): Promise<Vm> {
  const { id } = await body(Vm, visitor.send('POST', '/api/vms', { name, ...NEW_VM }));
  const vm = await settled(visitor, id);
  expect(vm.state).toBe('running');
  return vm;
}
async function removed(visitor: Visitor, id: string): Promise<void> {
  expect((await visitor.send('DELETE', `/api/vms/${id}`)).status).toBe(202);
  await until('the VM is gone', async () => (await visitor.get(`/api/vms/${id}`)).status === 404);
}
const bringBack = (visitor: Visitor, id: string, backup: string) =>
  visitor.send('POST', `/api/vms/${id}/bring-back`, { backup });

/** A backup of all machines, as the command makes it, as far as the portal looks into it. */
async function backedUp(at: string, upon?: string): Promise<string> {
  const name = backupName(api.app.get(Installation).id, new Date(at));
  const folder = join(backups, name);
  await mkdir(folder, { recursive: true });
  const earlier = upon ? join(backups, upon) : null;
  const copies = new MachineCopies(
    folder,
    earlier ? [{ folder: earlier, machines: await machinesIn(earlier), isCutOff: false }] : [],
  );
  const vms = await api.app.get(DataSource).getRepository(VmEntity).find();
  for (const vm of vms) await copies.add(vm, api.app.get(Hosts).of(vm.host).copies, () => undefined);
  return name;
}
const folderOf = (backup: string, vmId: string) => join(backups, backup, 'machines', vmId);

describe('the folder of backups', () => {
  it('is said not to be there, and restores nothing', async () => {
    const { id } = await made(alice, 'sans-dossier');
    expect(await kept(prof, `vms/${id}`)).toEqual({ folder: 'missing', machines: [] });
    // Whether there ever was one by this id, nobody can tell from it.
    expect((await prof.get(`/api/vms/${randomUUID()}/backups`)).status).toBe(404);
    expect((await bringBack(prof, randomUUID(), 'any')).status).toBe(404);
    const refusal = await body(Problem, bringBack(prof, id, 'une-sauvegarde'));
    expect(refusal).toMatchObject({ status: 409, type: '/problems/backup-unusable' });
    expect(refusal.detail).toContain('introuvable');
    await mkdir(backups);
    expect(await kept(prof, `vms/${id}`)).toEqual({ folder: 'readable', machines: [] });
    await removed(alice, id);
  });
});

describe('a machine that is in two backups', () => {
  let vm: Vm;
  let complete: string;
  let changes: string;
  beforeAll(async () => {
    vm = await made(alice, 'web');
    complete = await backedUp('2026-11-25T01:00:00Z');
    changes = await backedUp('2026-11-26T01:00:00Z', complete);
    // What is being written, or was cut off, is no backup.
    await mkdir(join(backups, `${backupName(api.app.get(Installation).id, new Date('2026-11-27'))}.part`));
  });

  it('is listed for who teaches its owner, newest first', async () => {
    const { folder, machines } = await kept(prof, `vms/${vm.id}`);
    expect(folder).toBe('readable');
    expect(machines).toMatchObject([
      { backup: changes, vmId: vm.id, name: 'web', kind: 'changes', sizeMiB: 1, isThere: true },
      { backup: complete, vmId: vm.id, name: 'web', kind: 'complete', sizeMiB: 1, isThere: true },
    ]);
    expect((await kept(admin, `vms/${vm.id}`)).machines).toEqual(machines);
    const [owner] = await api.app
      .get(DataSource)
      .query<{ id: string }[]>(`SELECT id FROM users WHERE username = 'alice'`);
    expect((await kept(prof, `users/${owner!.id}`)).machines).toEqual(machines);
  });

  it('is nothing for students, not even one’s own', async () => {
    for (const student of [alice, bob]) {
      expect((await student.get(`/api/vms/${vm.id}/backups`)).status).toBe(403);
      expect((await bringBack(student, vm.id, complete)).status).toBe(403);
    }
  });

  it('comes back beside itself, as another of its owner, who is told', async () => {
    const answer = await bringBack(prof, vm.id, changes);
    expect(answer.status).toBe(202);
    const asked = await body(Vm, answer);
    const day = (await kept(prof, `vms/${vm.id}`)).machines[0]!.copiedAt.slice(0, 10);
    expect(asked).toMatchObject({ name: expect.stringMatching(/^web-\d{4}-\d\d-\d\d$/) });
    expect(asked.owner.username).toBe('alice');
    const back = await settled(prof, asked.id);
    expect(back).toMatchObject({
      ...{ state: 'stopped', problem: null, vcpus: 1, memoryMiB: 512, diskGiB: 10, groupId: vm.groupId },
      job: { kind: 'bring-back', state: 'succeeded', progress: 100 },
    });
    expect(await host.read('domain', back.id)).toMatchObject({ power: 'off' });
    expect(await show(alice, vm.id)).toMatchObject({ name: 'web', state: 'running' });
    const notices = await body(z.array(Notice), alice.get('/api/notices'));
    expect(notices[0]).toMatchObject({ kind: 'vm-brought-back', link: `/machines/${back.id}` });
    expect(notices[0]!.text).toMatch(/^Prof.* a restauré pour vous.*web-/);
    const [line] = await body(z.array(AuditEntry), admin.get('/api/audit?action=vm.bring-back&outcome=done'));
    expect(line).toMatchObject({
      actor: { username: 'prof' },
      onBehalfOf: { username: 'alice' },
      object: { id: back.id },
      details: { backup: changes, vmId: vm.id },
    });
    // Names go on when both are taken.
    const third = await settled(prof, (await body(Vm, bringBack(prof, vm.id, complete))).id);
    expect([back.name, third.name]).toEqual([`web-${day}`, `web-${day}-2`]);
    for (const { id } of [back, third]) await removed(alice, id);
  });

  it('is refused when its owner’s quota has no room', async () => {
    const [owner] = await api.app
      .get(DataSource)
      .query<{ id: string }[]>(`SELECT id FROM users WHERE username = 'alice'`);
    const limited = (vms: number | null) => admin.send('PUT', `/api/users/${owner!.id}/quota`, { vms });
    expect((await limited(1)).status).toBe(200);
    expect(await body(Problem, bringBack(prof, vm.id, complete))).toMatchObject({
      type: '/problems/quota-exceeded',
    });
    expect((await limited(null)).status).toBe(200);
    expect(await body(z.array(Vm), alice.get('/api/vms'))).toHaveLength(1);
  });

  it('is not taken from elsewhere by the name of a backup', async () => {
    for (const backup of [`../backups/${complete}`, '..', `${complete}.part`])
      expect(await body(Problem, bringBack(prof, vm.id, backup))).toMatchObject({
        type: '/problems/backup-unusable',
      });
  });

  it('that is damaged fails with the reason, leaves nothing, and can only be deleted', async () => {
    const damaged = await backedUp('2026-11-24T01:00:00Z');
    const [image] = (await readdir(folderOf(damaged, vm.id))).filter((name) => name.endsWith('.qcow2'));
    await writeFile(join(folderOf(damaged, vm.id), image!), 'disk of somebody else');
    const { id } = await body(Vm, bringBack(prof, vm.id, damaged));
    const failed = await settled(prof, id);
    expect(failed).toMatchObject({
      ...{ state: 'failed', allowedActions: ['delete'] },
      problem: { type: '/problems/bring-back-failed', detail: expect.stringContaining('abîmée') },
      job: { state: 'failed', problem: { type: '/problems/backup-unusable' } },
    });
    expect(await host.read('domain', id)).toBeNull();
    expect(await host.read('volume', `vmm-${id}.img`)).toBeNull();
    expect(await body(z.array(Notice), alice.get('/api/notices?unread=true'))).toHaveLength(2);
    await removed(prof, id);
  });

  it('that is cancelled is gone, with all of it', async () => {
    // Somebody else's start has the host's only slot meanwhile.
    const other = await made(bob, 'lente');
    await bob.send('POST', `/api/vms/${other.id}/force-off`);
    await settled(bob, other.id);
    const hold = async (held?: 'start') =>
      host.write('domain', other.id, { ...(await host.read('domain', other.id))!, ...{ held } });
    await hold('start');
    await bob.send('POST', `/api/vms/${other.id}/start`);
    await until('the slot is taken', async () => (await show(bob, other.id)).job?.step === 'start-machine');
    const asked = await body(Vm, bringBack(prof, vm.id, complete));
    expect((await prof.send('POST', `/api/jobs/${asked.job!.id}/cancel`)).status).toBe(200);
    await until('it is gone', async () => (await prof.get(`/api/vms/${asked.id}`)).status === 404);
    expect(await body(Job, prof.get(`/api/jobs/${asked.job!.id}`))).toMatchObject({ state: 'cancelled' });
    await hold();
    await settled(bob, other.id);
    await removed(bob, other.id);
  });

  it('comes back under its own name when it is gone, but only for who teaches its owner', async () => {
    await removed(alice, vm.id);
    const [dora] = await api.app.get(DataSource).query<{ id: string }[]>(
      `INSERT INTO users (username, display_name, role, source, password_hash)
       SELECT 'dora', 'Dora', 'student', source, password_hash FROM users WHERE username = 'bob' RETURNING id`,
    );
    expect((await prof.get(`/api/users/${dora!.id}/backups`)).status).toBe(404);
    const { machines } = await kept(prof, `vms/${vm.id}`);
    expect(machines.map(({ isThere }) => isThere)).toEqual([false, false, false]);
    const back = await settled(prof, (await body(Vm, bringBack(prof, vm.id, complete))).id);
    expect(back).toMatchObject({ name: 'web', state: 'stopped' });
    // Whose it was says the backup alone now.
    const { id: hers } = await made(await signIn(api, 'dora'), 'a-dora');
    const backup = await backedUp('2026-11-23T01:00:00Z');
    await removed(admin, hers);
    expect((await prof.get(`/api/vms/${hers}/backups`)).status).toBe(404);
    expect((await bringBack(prof, hers, backup)).status).toBe(404);
    expect((await bringBack(prof, randomUUID(), backup)).status).toBe(404);
    expect((await kept(admin, `vms/${hers}`)).machines).toHaveLength(1);
    // A backup that goes away between the list and the click.
    await rename(join(backups, backup), join(backups, `${backup}.part`));
    expect(await body(Problem, bringBack(prof, vm.id, backup))).toMatchObject({
      type: '/problems/backup-unusable',
      detail: expect.stringContaining('n’existe plus'),
    });
  });
});

it('a copy of a machine with further disks says that they are not in it', async () => {
  const { id } = await made(alice, 'disques');
  const dataSource = api.app.get(DataSource);
  const disks = dataSource.getRepository(KeptDiskEntity);
  await disks.save(['systeme.img', 'donnees.img'].map((volume) => ({ vmId: id, volume })));
  const lines: string[] = [];
  const installationId = api.app.get(Installation).id;
  const draft = join(backups, `${backupName(installationId, new Date())}.part`);
  await mkdir(draft, { recursive: true });
  const backup = new MachineBackup(dataSource, api.app.get(Hosts));
  await backup.add({ folder: backups, draft, installationId }, (line) => lines.push(line));
  const further = lines.filter((line) => line.includes('further ones are not copied'));
  expect(further).toEqual([expect.stringContaining('disques')]);
  await disks.delete({ vmId: id });
  await rm(draft, { recursive: true });
  await removed(alice, id);
});
