import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GroupQuota, HostCapacity, MemberUsage, Problem, Quota } from '@vm-manager/contracts';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import * as z from 'zod';
import { AuditEntryEntity } from '../../access/audit-writing/audit-entry.entity.js';
import type { Actor } from '../../access/identity/actor.js';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { EventEntity } from '../../messages/events/event.entity.js';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { GivingRules } from './giving-rules.js';

const STRANGER = '11111111-1111-4111-8111-111111111111';
const NEW_VM = {
  templateId: 'debian-server',
  username: 'eleve',
  password: 'Mot-de-passe 1',
  rootPassword: 'Mot-de-racine 2',
};
const DEFAULT = { vms: 4, vcpus: 8, memoryMiB: 12288, diskGiB: 120, runningVcpus: 6, runningMemoryMiB: 8192 };
const NONE = Object.fromEntries(Object.keys(DEFAULT).map((dimension) => [dimension, null]));

let api: TestApi;
let database: DataSource;
let admin: Visitor;
let prof: Visitor;
let alice: Visitor;
let ids: Record<string, string>;
let demo: string;

beforeAll(async () => {
  api = await startApi();
  database = api.app.get(DataSource);
  [admin, prof, alice] = await Promise.all([signIn(api, 'admin'), signIn(api, 'prof'), signIn(api, 'alice')]);
  const users = await database.getRepository(UserEntity).find();
  ids = Object.fromEntries(users.map(({ username, id }) => [username, id]));
  demo = (await database.getRepository(GroupEntity).findOneByOrFail({ name: 'demo' })).id;
});
afterAll(() => api.stop());

const read = async <T>(schema: z.ZodType<T>, answer: Promise<Response>): Promise<T> => {
  const response = await answer;
  expect(response.status).toBe(200);
  return schema.parse(await response.json());
};
const refusal = async (answer: Promise<Response>) => {
  const response = await answer;
  const problem = Problem.parse(await response.json());
  return { ...problem, status: response.status, code: problem.type.replace('/problems/', '') };
};
const quotaOf = (who: Visitor, id: string) => read(Quota, who.get(`/api/users/${id}/quota`));
const set = (who: Visitor, path: string, body: object) => who.send('PUT', `/api/${path}`, body);

describe('each route', () => {
  const routes = () =>
    [
      ['GET', '/api/quota', undefined],
      ['GET', '/api/quota/default', undefined],
      ['PUT', '/api/quota/default', DEFAULT],
      ['GET', `/api/users/${ids['bob']}/quota`, undefined],
      ['PUT', `/api/users/${ids['bob']}/quota`, { vms: 1 }],
      ['PUT', '/api/quotas', { userIds: [ids['bob']], limits: { vms: 1 } }],
      ['GET', `/api/groups/${demo}/quota`, undefined],
      ['PUT', `/api/groups/${demo}/quota`, { perMember: { vms: 1 } }],
      ['GET', `/api/groups/${demo}/usage`, undefined],
      ['GET', '/api/capacity', undefined],
    ] as const;

  it('refuses the anonymous', async () => {
    for (const [method, path, body] of routes())
      expect((await visit(api).send(method, path, body)).status).toBe(401);
  });

  it('is closed to students who may not know of it', async () => {
    const [, ...others] = routes();
    for (const [method, path, body] of others)
      expect([403, 404]).toContain((await alice.send(method, path, body)).status);
    expect((await refusal(alice.get(`/api/users/${ids['bob']}/quota`))).code).toBe('not-found');
    expect((await refusal(alice.get(`/api/groups/${demo}/usage`))).code).toBe('not-found');
    expect((await refusal(set(alice, `users/${ids['alice']}/quota`, { vms: 9 }))).code).toBe('role-too-low');
  });

  it('keeps from teachers what is the administrators’, and whom they do not teach', async () => {
    for (const path of ['/api/quota/default', '/api/capacity'])
      expect((await refusal(prof.get(path))).code).toBe('role-too-low');
    expect((await refusal(prof.get(`/api/users/${ids['admin']}/quota`))).code).toBe('not-found');
    expect((await refusal(prof.get(`/api/users/${STRANGER}/quota`))).code).toBe('not-found');
    expect((await refusal(prof.get(`/api/groups/${STRANGER}/quota`))).code).toBe('not-found');
    // Nobody raises their own.
    expect((await refusal(set(prof, `users/${ids['prof']}/quota`, { vms: 99 }))).code).toBe('role-too-low');
    expect((await refusal(set(prof, `groups/${demo}/quota`, { budget: { vms: 99 } }))).code).toBe(
      'role-too-low',
    );
  });

  it('refuses what is no quota', async () => {
    const noQuota = [
      { vms: -1 },
      { vms: 1.5 },
      { vms: 1e300 },
      { vms: '3' },
      { vms: true },
      { cpus: 1 },
      [1],
    ];
    for (const limits of noQuota)
      expect((await refusal(set(admin, `users/${ids['bob']}/quota`, limits))).status).toBe(400);
    expect((await refusal(set(admin, 'quotas', { userIds: [], limits: {} }))).status).toBe(400);
    expect((await refusal(set(admin, 'quota/default', { vms: 3 }))).status).toBe(400);
    expect((await refusal(set(admin, 'quota/default', { ...DEFAULT, vms: null }))).status).toBe(400);
    expect((await refusal(set(admin, `groups/${demo}/quota`, { budget: { vms: 'x' } }))).status).toBe(400);
  });
});

it('nobody’s is nobody’s to see or to set, whatever the id', async () => {
  for (const id of [STRANGER, 'bob', '%00', '1']) {
    for (const path of [`users/${id}/quota`, `groups/${id}/quota`]) {
      expect((await refusal(admin.get(`/api/${path}`))).code).toBe('not-found');
      expect((await refusal(set(admin, path, {}))).code).toBe('not-found');
    }
    expect((await refusal(admin.get(`/api/groups/${id}/usage`))).code).toBe('not-found');
  }
  const several = { userIds: [ids['bob'], STRANGER], limits: { vms: 1 } };
  expect((await refusal(set(admin, 'quotas', several))).code).toBe('not-found');
  expect((await refusal(set(admin, 'quotas', { ...several, userIds: ['bob'] }))).status).toBe(400);
  expect((await quotaOf(admin, ids['bob']!)).own.vms).toBeNull();
});

describe('a quota', () => {
  it('is inherited until it is set, dimension by dimension, and again when it is taken away', async () => {
    expect(await quotaOf(admin, ids['bob']!)).toMatchObject({ own: NONE, effective: DEFAULT });
    await read(GroupQuota, set(prof, `groups/${demo}/quota`, { perMember: { vms: 2, diskGiB: 60 } }));
    expect(await quotaOf(prof, ids['bob']!)).toMatchObject({
      effective: { ...DEFAULT, vms: 2, diskGiB: 60 },
    });
    // Who teaches the class is not one of its students.
    expect(await read(Quota, prof.get('/api/quota'))).toMatchObject({ effective: DEFAULT });
    await read(Quota, set(prof, `users/${ids['bob']}/quota`, { vms: 7 }));
    await read(Quota, set(prof, `users/${ids['bob']}/quota`, { vcpus: 1 }));
    expect(await quotaOf(prof, ids['bob']!)).toMatchObject({
      own: { ...NONE, vms: 7, vcpus: 1 },
      effective: { ...DEFAULT, vms: 7, vcpus: 1, diskGiB: 60 },
    });
    await read(Quota, set(prof, `users/${ids['bob']}/quota`, { vms: null, vcpus: null }));
    await read(GroupQuota, set(prof, `groups/${demo}/quota`, { perMember: { vms: null, diskGiB: null } }));
    expect(await quotaOf(prof, ids['bob']!)).toMatchObject({ own: NONE, effective: DEFAULT });
    expect(await read(Quota, admin.get('/api/quota'))).toMatchObject({ effective: NONE });
  });

  it('is the largest of several groups', async () => {
    const other = await database.getRepository(GroupEntity).save({ name: 'autre classe' });
    await database
      .getRepository(GroupMemberEntity)
      .insert({ groupId: other.id, userId: ids['bob']!, teaches: false });
    await read(GroupQuota, set(admin, `groups/${demo}/quota`, { perMember: { vms: 1 } }));
    await read(GroupQuota, set(admin, `groups/${other.id}/quota`, { perMember: { vms: 3, vcpus: 2 } }));
    expect((await quotaOf(admin, ids['bob']!)).effective).toMatchObject({ vms: 3, vcpus: 2, diskGiB: 120 });
    await database.getRepository(GroupEntity).delete({ id: other.id });
    await read(GroupQuota, set(admin, `groups/${demo}/quota`, { perMember: { vms: null } }));
    expect((await quotaOf(admin, ids['bob']!)).effective).toEqual(DEFAULT);
  });

  it('follows the default', async () => {
    expect(await (await set(admin, 'quota/default', { ...DEFAULT, vms: 5 })).json()).toEqual({
      ...DEFAULT,
      vms: 5,
    });
    expect((await quotaOf(admin, ids['bob']!)).effective.vms).toBe(5);
    await set(admin, 'quota/default', DEFAULT);
  });

  it('that a teacher gives is at most the group’s budget; an administrator’s is not bound', async () => {
    await read(GroupQuota, set(admin, `groups/${demo}/quota`, { budget: { memoryMiB: 8192 } }));
    const tooMuch = await refusal(set(prof, `users/${ids['bob']}/quota`, { memoryMiB: 12288 }));
    expect(tooMuch).toMatchObject({
      status: 409,
      code: 'quota-exceeded',
      exceeded: [{ level: 'group', dimension: 'memoryMiB', used: 0, asked: 12288, limit: 8192 }],
    });
    expect(tooMuch.detail).toMatch(/12 Gio.*«\u00a0demo\u00a0».*8 Gio/u);
    expect(
      (await refusal(set(prof, `groups/${demo}/quota`, { perMember: { memoryMiB: 8193 } }))).status,
    ).toBe(409);
    expect((await set(prof, `users/${ids['bob']}/quota`, { memoryMiB: 8192, vms: 30 })).status).toBe(200);
    expect((await set(admin, `users/${ids['bob']}/quota`, { memoryMiB: 99999 })).status).toBe(200);
    await set(admin, `users/${ids['bob']}/quota`, { memoryMiB: null, vms: null });
    await set(admin, `groups/${demo}/quota`, { budget: { memoryMiB: null } });
  });

  it('of oneself, or above the budget, is refused however the id is written', async () => {
    await read(GroupQuota, set(admin, `groups/${demo}/quota`, { budget: { vcpus: 4 } }));
    const [own, student] = [ids['prof']!.toUpperCase(), ids['bob']!.toUpperCase()];
    const much = { vcpus: 64 };
    expect((await refusal(set(prof, `users/${own}/quota`, much))).code).toBe('role-too-low');
    expect((await refusal(set(prof, 'quotas', { userIds: [own], limits: much }))).code).toBe('role-too-low');
    expect((await refusal(set(prof, `users/${student}/quota`, much))).code).toBe('quota-exceeded');
    const several = { userIds: [student], limits: much };
    expect((await refusal(set(prof, 'quotas', several))).code).toBe('quota-exceeded');
    await set(admin, `groups/${demo}/quota`, { budget: { vcpus: null } });
  });

  it('is given by nobody to someone with whom they share no class', async () => {
    const teacher = await database.getRepository(UserEntity).findOneByOrFail({ username: 'prof' });
    const group = { id: STRANGER, name: 'une autre', teaches: true };
    const actor = { ...teacher, groups: [group], language: 'fr', sessionId: '', scope: null, address: null };
    const rules = api.app.get(GivingRules);
    // As if the student had left the class between the two looks at it.
    rules.mustSee = () => Promise.resolve();
    const giving = rules.mustBeAllowed(database.manager, actor as Actor, [ids['bob']!], { vms: 9 });
    await expect(giving).rejects.toMatchObject({ code: 'not-found' });
    Reflect.deleteProperty(rules, 'mustSee');
  });

  it('of several people is set for all or for none', async () => {
    const both = { userIds: [ids['alice'], ids['bob']], limits: { vms: 6 } };
    const told = await read(z.array(MemberUsage), set(prof, 'quotas', both));
    expect(told.map(({ userId, own }) => [userId, own.vms])).toEqual([
      [ids['alice'], 6],
      [ids['bob'], 6],
    ]);
    const oneTooMany = { userIds: [ids['alice'], ids['admin']], limits: { vms: 1 } };
    expect((await refusal(set(prof, 'quotas', oneTooMany))).code).toBe('not-found');
    const empty = await database.getRepository(GroupEntity).save({ name: 'sans membre' });
    expect(await read(z.array(MemberUsage), admin.get(`/api/groups/${empty.id}/usage`))).toEqual([]);
    const members = await read(z.array(MemberUsage), prof.get(`/api/groups/${demo}/usage`));
    expect(members.map(({ own }) => own.vms)).toEqual([6, 6]);
    await set(prof, 'quotas', { ...both, limits: { vms: null } });
  });

  it('is recorded with what it was before, and told to those who look at it', async () => {
    const { id: last } = (await database
      .getRepository(EventEntity)
      .findOne({ where: {}, order: { id: 'DESC' } }))!;
    await set(prof, `users/${ids['bob']}/quota`, { vms: 3 });
    const [line] = await database.getRepository(AuditEntryEntity).find({ order: { id: 'DESC' }, take: 1 });
    expect(line).toMatchObject({
      action: 'quota.set',
      actorName: 'prof',
      ownerName: 'bob',
      objectId: ids['bob'],
      details: { before: { vms: null }, after: { vms: 3 } },
    });
    const events = await database
      .getRepository(EventEntity)
      .findBy({ kind: 'quota', subjectId: ids['bob']! });
    expect(events.filter(({ id }) => Number(id) > Number(last))).toHaveLength(1);
    await set(prof, `users/${ids['bob']}/quota`, { vms: null });
  });
});

describe('a VM', () => {
  const create = (who: Visitor, name: string, change: object = {}) =>
    who.send('POST', '/api/vms', { name, ...NEW_VM, ...change });

  it('is refused with every rule that failed, in one sentence, and leaves nothing', async () => {
    await set(admin, `users/${ids['alice']}/quota`, { vms: 0, memoryMiB: 1024 });
    await set(admin, `groups/${demo}/quota`, { budget: { vcpus: 1 } });
    await writeFile(
      join(api.dataDir, 'data/fake-host/capacity.json'),
      JSON.stringify({ memoryMiB: 3072, diskFreeGiB: 4 }),
    );
    const problem = await refusal(create(alice, 'trop', { vcpus: 2, memoryMiB: 2048, diskGiB: 20 }));
    expect(problem).toMatchObject({ status: 409, code: 'quota-exceeded' });
    expect(problem.detail).toBe(
      'Le quota de machines ne suffit pas (utilisé\u00a0: 0 sur 0\u202f; demandé\u00a0: 1)\u00a0: ' +
        'supprimez une machine ou demandez une augmentation.',
    );
    expect(problem.exceeded).toEqual([
      { level: 'own', dimension: 'vms', used: 0, asked: 1, limit: 0 },
      { level: 'own', dimension: 'memoryMiB', used: 0, asked: 2048, limit: 1024 },
      { level: 'group', dimension: 'vcpus', used: 0, asked: 2, limit: 1 },
      { level: 'host', dimension: 'diskGiB', used: 0, asked: 20, limit: 8 },
      { level: 'host', dimension: 'runningMemoryMiB', used: 0, asked: 2048, limit: 1024 },
      { level: 'host', dimension: 'diskGiB', used: 0, asked: 5, limit: 4 },
    ]);
    expect((await read(Quota, alice.get('/api/quota'))).usage.vms).toBe(0);
    const [host] = await read(z.array(HostCapacity), admin.get('/api/capacity'));
    expect(host).toMatchObject({ memoryMiB: 3072, diskFreeGiB: 4, promised: { vms: 0 } });
    expect(host?.limits).toEqual({ runningMemoryMiB: 1024, runningVcpus: 1024, diskGiB: 8 });
    await writeFile(join(api.dataDir, 'data/fake-host/capacity.json'), '{}');
    await set(admin, `users/${ids['alice']}/quota`, { vms: null, memoryMiB: null });
    await set(admin, `groups/${demo}/quota`, { budget: { vcpus: null } });
  });

  it('of an administrator knows no personal limit', async () => {
    await set(admin, `users/${ids['admin']}/quota`, { vms: 0 });
    expect((await create(admin, 'admin-1')).status).toBe(202);
  });

  it('of someone in several groups needs one to be charged to, once a budget is at stake', async () => {
    const other = await database.getRepository(GroupEntity).save({ name: 'deuxième' });
    await database
      .getRepository(GroupMemberEntity)
      .insert({ groupId: other.id, userId: ids['bob']!, teaches: false });
    const bob = await signIn(api, 'bob');
    expect(await (await create(bob, 'sans-budget')).json()).toMatchObject({ groupId: null });
    await set(admin, `groups/${other.id}/quota`, { budget: { vms: 1 } });
    const unclear = await refusal(create(bob, 'sans-groupe'));
    expect(unclear).toMatchObject({ status: 400, errors: [{ pointer: '/groupId' }] });
    const charged = await create(bob, 'avec-groupe', { groupId: other.id });
    expect(await charged.json()).toMatchObject({ groupId: other.id });
    expect((await read(GroupQuota, admin.get(`/api/groups/${other.id}/quota`))).usage.vms).toBe(1);
    const full = await refusal(create(bob, 'de-trop', { groupId: other.id }));
    expect(full.detail).toContain('du groupe «\u00a0deuxième\u00a0»');
    // The class has one budget, whoever's the VM is: the other group's is not touched by it.
    expect((await create(bob, 'ailleurs', { groupId: demo })).status).toBe(202);
  });
});
