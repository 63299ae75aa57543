import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditEntry, Problem, Quota, Vm } from '@vm-manager/contracts';
import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import * as z from 'zod';
import { FakeHost, type FakeDomain } from '../../hosts/fake-host/fake-host.js';
import { JobRetention } from '../../jobs/job-retention.js';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';

const PASSWORDS = { password: 'Mot-de-passe 1', rootPassword: 'Mot-de-racine 2' };
const OTHERS = { password: 'tout autre chose', rootPassword: 'et encore' };
const NEW_VM = {
  ...{ templateId: 'debian-server', username: 'eleve', vcpus: 1, memoryMiB: 1024, diskGiB: 11 },
  ...PASSWORDS,
};
const hashed = (text: string) => createHash('sha256').update(text).digest('hex');
const accounts = ({ password, rootPassword }: typeof PASSWORDS) => ({
  eleve: hashed(password),
  root: hashed(rootPassword),
});

let api: TestApi;
let host: FakeHost;
let alice: Visitor;
let bob: Visitor;
let admin: Visitor;
beforeAll(async () => {
  api = await startApi();
  host = new FakeHost(join(api.dataDir, 'data/fake-host'));
  [alice, bob, admin] = [await signIn(api, 'alice'), await signIn(api, 'bob'), await signIn(api, 'admin')];
});
afterAll(() => api.stop());

const trouble = () => join(api.dataDir, 'data/fake-host/trouble.json');
async function nothingCanBeMade(reason: string): Promise<void> {
  await mkdir(join(api.dataDir, 'data/fake-host'), { recursive: true });
  await writeFile(trouble(), JSON.stringify({ make: reason }));
}
const show = async (id: string, headers = {}) =>
  Vm.parse(await (await alice.get(`/api/vms/${id}`, headers)).json());
const reached = async (id: string, state: Vm['state']) => {
  await until(`the VM is ${state}`, async () => {
    const vm = await show(id);
    return vm.state === state && vm.job?.finishedAt !== null;
  });
  return show(id);
};
const order = (name: string, more = {}) => alice.send('POST', '/api/vms', { name, ...NEW_VM, ...more });
async function made(name: string, state: Vm['state'], more = {}): Promise<Vm> {
  return reached(Vm.parse(await (await order(name, more)).json()).id, state);
}
async function refusal(answer: Response) {
  const problem = Problem.parse(await answer.json());
  expect(problem.status).toBe(answer.status);
  return problem;
}
const act = (id: string, action: string, body?: object) =>
  alice.send('POST', `/api/vms/${id}/${action}`, body);
const gone = async (id: string) => {
  expect((await alice.send('DELETE', `/api/vms/${id}`)).status).toBe(202);
  await until('the VM is gone', async () => (await alice.get(`/api/vms/${id}`)).status === 404);
};
const sealed = (vmId: string) =>
  api.app
    .get(DataSource)
    .query<unknown[]>('SELECT id FROM jobs WHERE subject_id = $1 AND sealed_secrets IS NOT NULL', [vmId]);
const usage = async () => Quota.parse(await (await alice.get('/api/quota')).json()).usage;
async function change(id: string, part: Partial<FakeDomain>): Promise<void> {
  const domain = await host.read('domain', id);
  if (!domain) throw new Error('No such machine');
  await host.write('domain', id, { ...domain, ...part });
}

describe('a creation that failed', () => {
  let vm: Vm;
  beforeAll(async () => {
    await nothingCanBeMade('No space left on device');
    vm = await made('malchance', 'failed');
  });
  afterEach(() => rm(trouble(), { force: true }));

  it('says why in its first line, in the reader’s language, and how to go on', async () => {
    expect(vm.problem).toMatchObject({ type: '/problems/creation-failed', title: 'La création a échoué' });
    expect(vm.problem?.detail).toContain('No space left on device');
    expect(vm.allowedActions).toEqual(['retry', 'rebuild', 'delete']);
    const english = await show(vm.id, { 'accept-language': 'en' });
    expect([vm.problem?.detail, english.problem?.detail]).toEqual([
      expect.stringMatching(/^La création a échoué/),
      expect.any(String),
    ]);
    expect(Date.parse(vm.passwordsKeptUntil!)).toBeGreaterThan(Date.now());
    expect(await host.read('domain', vm.id)).toBeNull();
  });

  it('is nobody else’s to try again', async () => {
    for (const action of ['retry', 'rebuild'])
      expect((await bob.send('POST', `/api/vms/${vm.id}/${action}`, PASSWORDS)).status).toBe(404);
  });

  it('is refused within a quota that it would exceed, and keeps its passwords', async () => {
    const { id } = vm.owner;
    await admin.send('PUT', `/api/users/${id}/quota`, { runningVcpus: 0 });
    expect((await refusal(await act(vm.id, 'retry'))).type).toBe('/problems/quota-exceeded');
    await admin.send('PUT', `/api/users/${id}/quota`, { runningVcpus: null });
    expect(await sealed(vm.id)).toHaveLength(1);
  });

  it('is tried again with the same choices, passwords and all, once', async () => {
    const answers = await Promise.all([act(vm.id, 'retry'), act(vm.id, 'retry')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    const { id, name, vcpus, memoryMiB, diskGiB, username } = vm;
    expect(await reached(vm.id, 'running')).toMatchObject({
      ...{ id, name, vcpus, memoryMiB, diskGiB, username },
      ...{ problem: null, passwordsKeptUntil: null },
    });
    expect((await host.read('domain', vm.id))?.passwords).toEqual(accounts(PASSWORDS));
    expect(await sealed(vm.id)).toEqual([]);
    await gone(vm.id);
  });

  it('asks for the passwords that are gone, by name, and only for those', async () => {
    await nothingCanBeMade('no luck');
    vm = await made('oubli', 'failed');
    await api.app.get(JobRetention).wipeSecrets(new Date(Date.now() + 25 * 3600_000));
    expect((await show(vm.id)).passwordsKeptUntil).toBeNull();
    expect(await sealed(vm.id)).toEqual([]);
    await rm(trouble());
    expect(await refusal(await act(vm.id, 'retry'))).toMatchObject({
      status: 400,
      errors: [
        { pointer: '/password', detail: 'Ce champ est obligatoire.' },
        { pointer: '/rootPassword', detail: 'Ce champ est obligatoire.' },
      ],
    });
    expect((await refusal(await act(vm.id, 'retry', { password: OTHERS.password }))).errors).toHaveLength(1);
    expect((await act(vm.id, 'retry', OTHERS)).status).toBe(202);
    await reached(vm.id, 'running');
    expect((await host.read('domain', vm.id))?.passwords).toEqual(accounts(OTHERS));
    await gone(vm.id);
  });

  it('keeps nothing secret once the VM is given up', async () => {
    await nothingCanBeMade('no luck');
    vm = await made('abandon', 'failed');
    expect(await sealed(vm.id)).toHaveLength(1);
    await gone(vm.id);
    expect(await sealed(vm.id)).toEqual([]);
  });
});

describe('a machine that is no longer on its host', () => {
  let vm: Vm;
  beforeAll(async () => {
    vm = await made('disparue', 'running');
    await host.remove('domain', vm.id);
    vm = await reached(vm.id, 'failed');
  });
  afterAll(() => gone(vm.id));

  it('says so, and can be rebuilt but not tried again', async () => {
    expect(vm.problem?.type).toBe('/problems/machine-gone');
    expect(vm.allowedActions).toEqual(['rebuild', 'delete']);
    expect((await refusal(await act(vm.id, 'retry', OTHERS))).type).toBe('/problems/not-possible-now');
    expect((await usage()).runningVcpus).toBe(0);
  });

  it('is rebuilt under the same id with the same name and size, and other passwords', async () => {
    expect((await refusal(await act(vm.id, 'rebuild', {}))).errors).toHaveLength(2);
    expect((await act(vm.id, 'rebuild', OTHERS)).status).toBe(202);
    const rebuilt = await reached(vm.id, 'running');
    expect(rebuilt).toMatchObject({ id: vm.id, name: vm.name, diskGiB: vm.diskGiB, problem: null });
    expect(rebuilt.job?.kind).toBe('rebuild');
    expect((await host.read('domain', vm.id))?.passwords).toEqual(accounts(OTHERS));
    const lines = z
      .array(AuditEntry)
      .parse(await (await admin.get(`/api/audit?object=${vm.id}&kind=vm`)).json());
    expect(lines.map(({ action }) => action)).toEqual(['vm.rebuild', 'vm.create']);
  });

  it('is followed again when it is back by itself', async () => {
    const domain = await host.read('domain', vm.id);
    await host.remove('domain', vm.id);
    await reached(vm.id, 'failed');
    await host.write('domain', vm.id, domain!);
    expect((await reached(vm.id, 'running')).problem).toBeNull();
  });
});

describe('a machine that stands still on its host', () => {
  let id: string;
  beforeAll(async () => {
    ({ id } = await made('immobile', 'running'));
  });
  afterAll(() => gone(id));

  it.each([
    ['asleep', 'machine-asleep', 'suspended'],
    ['paused', 'machine-paused', 'suspended'],
    ['stalled', 'machine-stalled', 'running'],
    ['crashed', 'machine-crashed', 'running'],
  ] as const)(
    'and is %s says so, counts as running, and can always be reset or forced off',
    async (power, code, state) => {
      for (const [action, to] of [
        ['reset', 'running'],
        ['force-off', 'stopped'],
        ...(power === 'crashed' ? [] : [['resume', 'running'] as const]),
      ] as const) {
        if ((await show(id)).state === 'stopped') {
          await act(id, 'start');
          await reached(id, 'running');
        }
        await change(id, { power });
        await until('the portal has seen it', async () => (await show(id)).problem !== null);
        const vm = await show(id);
        expect(vm).toMatchObject({ state, problem: { type: `/problems/${code}` } });
        expect(vm.allowedActions).toEqual(expect.arrayContaining(['reset', 'force-off', 'delete']));
        expect((await usage()).runningMemoryMiB).toBe(1024);
        expect((await act(id, action)).status).toBe(202);
        expect((await reached(id, to)).problem).toBeNull();
        if (to === 'running') expect((await host.read('domain', id))?.power).toBe('running');
        else expect((await usage()).runningMemoryMiB).toBe(0);
      }
    },
  );

  it('with its memory on disk can forget it', async () => {
    await act(id, 'start');
    await reached(id, 'running');
    await act(id, 'suspend');
    expect((await reached(id, 'suspended')).allowedActions).toEqual([
      'resume',
      'force-off',
      'revert',
      'delete',
    ]);
    await act(id, 'force-off');
    await reached(id, 'stopped');
    expect((await host.read('domain', id))?.power).toBe('off');
  });
});

describe('a VM that is made without being started', () => {
  it('is off in the end, with its accounts, and needs no quota for running ones', async () => {
    const { id: owner } = Vm.parse(await (await order('mesure')).json()).owner;
    await until('it runs', async () => (await usage()).runningVcpus > 0);
    await admin.send('PUT', `/api/users/${owner}/quota`, { runningVcpus: 1 });
    expect((await refusal(await order('de-trop'))).type).toBe('/problems/quota-exceeded');
    const vm = await made('en-reserve', 'stopped', { start: false });
    expect((await host.read('domain', vm.id))?.passwords).toEqual(accounts(PASSWORDS));
    expect((await refusal(await act(vm.id, 'start'))).type).toBe('/problems/quota-exceeded');
    await admin.send('PUT', `/api/users/${owner}/quota`, { runningVcpus: null });
    expect((await act(vm.id, 'start')).status).toBe(202);
    await reached(vm.id, 'running');
    expect((await usage()).runningVcpus).toBe(2);
  });
});
