import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Notice } from '@vm-manager/contracts';
import type { Subscription } from 'rxjs';
import { DataSource } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { EventLog } from '../events/event-log.js';
import { EventsService } from '../events/events.service.js';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { NoticeRetention } from './notice-retention.js';
import { NoticeEntity } from './notice.entity.js';
import { NoticeSender } from './notice-sender.js';

let api: TestApi;
let alice: Visitor;
let bob: Visitor;
let ids: Record<string, string>;
beforeAll(async () => {
  api = await startApi();
  [alice, bob] = (await Promise.all(['alice', 'bob'].map((name) => signIn(api, name)))) as [Visitor, Visitor];
  const users = await api.app.get(DataSource).getRepository(UserEntity).find();
  ids = Object.fromEntries(users.map(({ username, id }) => [username, id]));
});
afterAll(() => api.stop());
beforeEach(() => api.app.get(DataSource).getRepository(NoticeEntity).createQueryBuilder().delete().execute());

const tell = (username: string, words = 'Trop grand', now = new Date()) =>
  api.app.get(DataSource).transaction((tx) =>
    api.app.get(NoticeSender).tell(
      tx,
      { userIds: [ids[username]!] },
      {
        kind: 'request-rejected',
        params: { person: 'Camille Petit', vm: 'web1', amounts: { vcpus: 4, memoryMiB: 6144 }, words },
        link: '/demandes/1',
      },
      now,
    ),
  );
const listed = async (visitor: Visitor, query = '', headers = {}) =>
  (await (await visitor.get(`/api/notices${query}`, headers)).json()) as Notice[];

it('is one’s own alone, in one’s language', async () => {
  await tell('alice');
  const [notice] = await listed(alice, '', { 'accept-language': 'fr' });
  expect(notice).toMatchObject({ kind: 'request-rejected', link: '/demandes/1', readAt: null });
  expect(notice!.text).toBe(
    'Camille Petit a refusé votre demande pour la machine «\u00a0web1\u00a0»\u00a0: 4\u00a0vCPU, 6\u00a0Gio de mémoire.' +
      '\n\nMotif\u00a0: «\u00a0Trop grand\u00a0»',
  );
  const [english] = await listed(alice, '', { 'accept-language': 'en' });
  expect(english!.text).toContain('rejected your request for the VM “web1”: 4 vCPU, 6 GiB of memory');
  for (const name of ['bob', 'prof', 'admin'])
    expect(await listed(name === 'bob' ? bob : await signIn(api, name))).toEqual([]);
});

it('comes newest first, in pages, and unread alone when asked', async () => {
  const start = Date.now() - 10_000;
  for (let index = 0; index < 5; index += 1)
    await tell('alice', `n° ${index}`, new Date(start + index * 1000));
  const first = await listed(alice, '?limit=2');
  expect(first.map(({ text }) => /n° \d/.exec(text)?.[0])).toEqual(['n° 4', 'n° 3']);
  const second = await listed(alice, `?limit=2&before=${encodeURIComponent(first[1]!.createdAt)}`);
  expect(second.map(({ text }) => /n° \d/.exec(text)?.[0])).toEqual(['n° 2', 'n° 1']);
  expect((await alice.send('POST', `/api/notices/${first[0]!.id}/read`)).status).toBe(204);
  expect(await listed(alice, '?unread=true')).toHaveLength(4);
  expect((await alice.send('POST', '/api/notices/read')).status).toBe(204);
  expect(await listed(alice, '?unread=true')).toEqual([]);
  expect((await listed(alice)).every(({ readAt }) => readAt !== null)).toBe(true);
});

it('is nobody else’s to read or to mark', async () => {
  await tell('alice');
  const [notice] = await listed(alice);
  const path = `/api/notices/${notice!.id}/read`;
  for (const stranger of [bob, await signIn(api, 'prof'), await signIn(api, 'admin')])
    expect((await stranger.send('POST', path)).status).toBe(404);
  expect((await visit(api).send('POST', path)).status).toBe(401);
  expect((await visit(api).get('/api/notices')).status).toBe(401);
  expect((await visit(api).send('POST', '/api/notices/read')).status).toBe(401);
  expect((await alice.send('POST', '/api/notices/none/read')).status).toBe(404);
  expect((await alice.get('/api/notices?limit=0')).status).toBe(400);
  expect((await listed(alice))[0]!.readAt).toBeNull();
});

it('is pushed to its reader, and not to a teacher or administrator who may see the reader’s VMs', async () => {
  const streams: { role: string; kinds: () => string[]; end: () => void }[] = [];
  for (const [username, role] of [
    ['alice', 'student'],
    ['prof', 'teacher'],
    ['admin', 'admin'],
  ] as const) {
    const actor = await actorOf(username, role);
    const live = follow(actor, undefined);
    const missed = follow(actor, '0');
    streams.push({
      role,
      kinds: () => [...live.kinds, ...missed.kinds],
      end: () => [live, missed].forEach(({ of }) => of.unsubscribe()),
    });
  }
  await tell('alice');
  // A VM's event of the same owner comes after it, and everyone of these may hear it.
  const events = api.app.get(EventLog);
  const { id } = await firstVmOf(alice);
  await api.app
    .get(DataSource)
    .transaction((tx) => events.record(tx, { kind: 'vm', subjectId: id, ownerId: ids['alice']! }));
  for (const { kinds } of streams)
    await until('the VM is told', () => kinds().filter((kind) => kind === 'vm').length >= 2);
  for (const { role, kinds, end } of streams) {
    expect(kinds().filter((kind) => kind === 'notice')).toHaveLength(role === 'student' ? 2 : 0);
    end();
  }
  for (const [username, role, heard] of [
    ['alice', 'student', true],
    ['prof', 'teacher', false],
    ['admin', 'admin', false],
  ] as const) {
    const late = follow(await actorOf(username, role), '0');
    await until('the VM is told', () => late.kinds.includes('vm'));
    expect(late.kinds.includes('notice')).toBe(heard);
    late.of.unsubscribe();
  }
});

it('is forgotten after 90 days', async () => {
  const day = 24 * 3600_000;
  const now = Date.now();
  await tell('alice', 'vieux', new Date(now - 91 * day));
  await tell('alice', 'récent', new Date(now - 89 * day));
  await api.app.get(NoticeRetention).forgetOld(new Date(now));
  expect((await listed(alice)).map(({ text }) => text.includes('récent'))).toEqual([true]);
});

async function actorOf(username: string, role: Actor['role']): Promise<Actor> {
  const me = (await (await (await signIn(api, username)).get('/api/auth/me')).json()) as Pick<
    Actor,
    'groups'
  >;
  const { groups } = me;
  return {
    id: ids[username]!,
    username,
    displayName: username,
    role,
    groups,
    language: 'fr',
    sessionId: '',
    scope: null,
    address: null,
  };
}

function follow(actor: Actor, lastId: string | undefined): { kinds: string[]; of: Subscription } {
  const kinds: string[] = [];
  const of = api.app
    .get(EventsService)
    .streamFor(actor, lastId, { ready: async () => undefined, cut: () => undefined })
    .subscribe(({ type }) => void kinds.push(type ?? ''));
  return { kinds, of };
}

async function firstVmOf(visitor: Visitor): Promise<{ id: string }> {
  const answer = await visitor.send('POST', '/api/vms', {
    name: `avis-${Date.now()}`,
    templateId: 'debian-server',
    username: 'eleve',
    password: 'Mot-de-passe 1',
    rootPassword: 'Mot-de-racine 2',
  });
  return (await answer.json()) as { id: string };
}
