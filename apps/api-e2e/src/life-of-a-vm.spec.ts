import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Vm } from '@vm-manager/contracts';
import type { ApiProcess } from './support/api-process.js';
import { askDatabase } from './support/database.js';
import type { EventStream } from './support/event-stream.js';
import { eventually } from './support/eventually.js';
import { sha256 } from './support/fake-host.js';
import { Installation, NOTHING } from './support/installation.js';
import { NEW_VM, signIn, type Visitor } from './support/visitor.js';

let installation: Installation;
let api: ApiProcess;
let alice: Visitor;
let stream: EventStream;
let vm: Vm;

beforeAll(async () => {
  installation = await Installation.make();
  // With hardware a guest has 30 seconds to shut down, instead of 120.
  api = await installation.start({ VMM_ACCELERATION: 'kvm' });
  alice = await signIn(api, 'alice');
  stream = await alice.events();
});
afterAll(async () => {
  await stream.close();
  await installation.dispose();
});

it('is accepted at once, and grows before the eyes of its owner until it runs', async () => {
  vm = await alice.create('Serveur-1', { vcpus: 1, memoryMiB: 1024, diskGiB: 12 });
  expect(['queued', 'creating']).toContain(vm.state);
  expect(vm).toMatchObject({ name: 'Serveur-1', vcpus: 1, memoryMiB: 1024, diskGiB: 12, username: 'eleve' });
  expect(vm.job).toMatchObject({ kind: 'create', problem: null });
  expect(vm.allowedActions).toEqual(['delete']);

  // Nothing is asked from here on: what is seen was pushed.
  await stream.next('vm', (told) => 'state' in told && told.id === vm.id && told.state === 'running');
  const told = stream.all('vm').flatMap((each) => ('state' in each && each.id === vm.id ? [each.state] : []));
  expect(told.indexOf('creating')).toBeGreaterThanOrEqual(0);
  expect(told.indexOf('running')).toBeGreaterThan(told.lastIndexOf('creating'));

  const jobs = stream.all('job').filter(({ vmId }) => vmId === vm.id);
  expect(jobs.map(({ step }) => step)).toEqual(expect.arrayContaining(['make-machine', 'create-account']));
  const progress = jobs.map((job) => job.progress);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(new Set(progress).size).toBeGreaterThan(4);
  await stream.next('job', (job) => job.vmId === vm.id && job.state === 'succeeded');
});

it('keeps the log that was pushed, piece by piece', async () => {
  const jobId = vm.job!.id;
  const pieces = stream.all('log').filter((piece) => piece.jobId === jobId);
  expect(pieces.length).toBeGreaterThan(1);
  const pushed = pieces.reduce((text, piece) => {
    expect(piece.offset).toBe(text.length);
    return text + piece.text;
  }, '');
  expect(pushed).toContain('Machine booted and ready!');
  expect(await alice.log(jobId)).toBe(pushed);
});

it('has its folder, its machine and its network, and an account with the password chosen', async () => {
  vm = (await alice.vm(vm.id))!;
  expect(vm).toMatchObject({ state: 'running', addressIsInternal: true, host: 'demonstration' });
  expect(vm.ipAddress).toMatch(/^10\./);
  const job = await alice.job(vm.job!.id);
  expect(job).toMatchObject({ state: 'succeeded', progress: 100, step: null });
  expect(job.steps.map(({ state }) => state)).not.toContain('pending');
  const remains = await installation.remains();
  expect(remains).toMatchObject({ domains: [vm.id], disks: [`vmm-${vm.id}.img`] });
  expect(remains.networks).toHaveLength(1);
  expect(remains.folders).toEqual([`alice/Serveur-1-${vm.id.slice(0, 8)}`]);
  expect((await installation.host.domain(vm.id))?.passwords).toEqual({
    eleve: sha256(NEW_VM.password),
    root: sha256(NEW_VM.rootPassword),
  });
});

it('wipes the sealed passwords when the job has ended', async () => {
  const rows = await askDatabase<{ sealed_secrets: unknown }>(
    installation.dataDir,
    'SELECT sealed_secrets FROM jobs WHERE subject_id = $1',
    [vm.id],
  );
  expect(rows).toEqual([{ sealed_secrets: null }]);
});

/** Orders the action, and resolves with its finished job when the VM has arrived. */
async function act(action: string, state: Vm['state']) {
  const ordered = await alice.act(vm.id, action);
  expect(ordered.job?.kind).toBe(action);
  const job = await alice.ended(ordered.job!.id);
  expect(job).toMatchObject({ state: 'succeeded', problem: null });
  await alice.reached(vm.id, state);
  return job;
}

it('shuts down politely and starts again', async () => {
  const job = await act('shutdown', 'stopped');
  expect(job.result).toEqual({ how: 'polite' });
  expect((await installation.host.domain(vm.id))?.power).toBe('off');
  expect((await alice.vm(vm.id))?.allowedActions).toEqual(
    expect.arrayContaining(['start', 'update', 'delete']),
  );
  await act('start', 'running');
  expect((await installation.host.domain(vm.id))?.power).toBe('running');
});

it('reboots politely, and at once', async () => {
  expect((await act('reboot', 'running')).result).toEqual({ how: 'polite' });
  await act('reset', 'running');
});

it('suspends to disk and resumes', async () => {
  await act('suspend', 'suspended');
  expect((await installation.host.domain(vm.id))?.power).toBe('saved');
  expect((await alice.problem('POST', `/api/vms/${vm.id}/start`)).type).toBe('/problems/not-possible-now');
  await act('resume', 'running');
});

it('gives an account a new password, and says which', async () => {
  for (const account of ['eleve', 'root']) {
    const password = `nouveau ${account} #{$(id)}`;
    const ordered = await alice.act(vm.id, 'passwords', { account, password });
    const job = await alice.ended(ordered.job!.id);
    expect(job).toMatchObject({ kind: 'set-password', state: 'succeeded', result: { account } });
    expect((await installation.host.domain(vm.id))?.passwords[account]).toBe(sha256(password));
  }
  const problem = await alice.problem('POST', `/api/vms/${vm.id}/passwords`, {
    account: 'daemon',
    password: 'peu importe',
  });
  expect(problem).toMatchObject({ status: 400, errors: [{ pointer: '/account' }] });
});

it('is forced off when the guest does not obey in time, unless someone is in a hurry', async () => {
  const hurried = await alice.created('Serveur-2');
  for (const id of [vm.id, hurried.id]) await installation.host.change(id, { obeys: false });
  const [patient, polite] = await Promise.all([
    alice.act(vm.id, 'shutdown'),
    alice.act(hurried.id, 'shutdown'),
  ]);
  await eventually('the guest is being asked', async () => {
    return (await alice.job(polite.job!.id)).step === 'ask-guest';
  });
  expect((await alice.problem('POST', `/api/vms/${hurried.id}/reboot`)).status).toBe(409);

  const forced = await alice.act(hurried.id, 'force-off');
  expect((await alice.ended(forced.job!.id)).state).toBe('succeeded');
  expect((await alice.job(polite.job!.id)).state).toBe('cancelled');
  await alice.reached(hurried.id, 'stopped');
  // The other one still hopes for its guest.
  expect((await alice.job(patient.job!.id)).state).toBe('running');

  const job = await alice.ended(patient.job!.id, { within: 60_000 });
  expect(job).toMatchObject({ state: 'succeeded', result: { how: 'forced' } });
  expect(Date.parse(job.finishedAt!) - Date.parse(job.startedAt!)).toBeGreaterThanOrEqual(30_000);
  await alice.reached(vm.id, 'stopped');
});

it('lists its jobs, newest first', async () => {
  const answer = await alice.get(`/api/vms/${vm.id}/jobs`);
  const kinds = ((await answer.json()) as { kind: string }[]).map(({ kind }) => kind);
  expect(kinds).toEqual([
    'shutdown',
    'set-password',
    'set-password',
    'resume',
    'suspend',
    'reset',
    'reboot',
    'start',
    'shutdown',
    'create',
  ]);
});

it('is deleted, machine, disk, folder, record and at last the network', async () => {
  const [other] = (await alice.vms()).filter(({ id }) => id !== vm.id);
  const deleting = await alice.remove(vm.id);
  expect(deleting).toMatchObject({ state: 'deleting', job: { kind: 'delete' } });
  await stream.next('vm', (told) => 'gone' in told && told.id === vm.id);
  expect(await alice.vm(vm.id)).toBeNull();
  expect((await installation.remains()).networks).toHaveLength(1);
  // How it ended can be read by who owned it.
  expect(await alice.job(deleting.job!.id)).toMatchObject({ state: 'succeeded', progress: 100 });

  await alice.remove(other!.id);
  await alice.gone(other!.id);
  expect(await installation.remains()).toEqual(NOTHING);
  expect(await alice.vms()).toEqual([]);
  const sealed = await askDatabase(
    installation.dataDir,
    'SELECT id FROM jobs WHERE sealed_secrets IS NOT NULL',
  );
  expect(sealed).toEqual([]);
});
