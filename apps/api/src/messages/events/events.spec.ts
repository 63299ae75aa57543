import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { DataSource } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { SessionActors } from '../../access/sessions/session-actors.js';
import { SessionEntity } from '../../access/sessions/session.entity.js';
import { addRunningVm } from '../../machines/console-gateway/testing/console-visitor.js';
import { Notifications } from '../../foundation/database/notifications.js';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { EventEntity } from './event.entity.js';
import { EventLog } from './event-log.js';
import { LiveEvents } from './live-events.js';
import { STREAM_LIMITS } from './open-streams.js';
import { PassingEvents } from './passing-events.js';

describe('the event stream', () => {
  let api: TestApi;
  let database: DataSource;
  beforeAll(async () => {
    api = await startApi();
    database = api.app.get(DataSource);
    await api.app.get(Notifications).settled();
  });
  afterAll(() => api.stop());

  async function actorOf(username: string): Promise<Actor> {
    const where = { user: { username } };
    const order = { createdAt: 'DESC' } as const;
    const [session] = await database.getRepository(SessionEntity).find({ where, order, take: 1 });
    return (await api.app.get(SessionActors).find(session!.id))!;
  }

  async function read(visitor: Visitor): Promise<ReadableStreamDefaultReader<Uint8Array>> {
    const { body } = await visitor.get('/api/events');
    const reader = body!.getReader();
    const { value } = await reader.read();
    expect(Buffer.from(value!).toString()).toContain('event: hello');
    return reader;
  }

  async function textUntil(reader: ReadableStreamDefaultReader<Uint8Array>, end: string): Promise<string> {
    let text = '';
    while (!text.includes(end)) text += Buffer.from((await reader.read()).value ?? []).toString();
    return text;
  }

  const insert = async (
    events: Pick<EventEntity, 'kind' | 'subjectId' | 'ownerId'>[],
    body: object | null,
  ) => {
    const repository = database.getRepository(EventEntity);
    const saved = await repository.save(
      events.map((event) => repository.create({ ...event, body })),
      { chunk: 1000 },
    );
    return saved.map(({ id }) => id);
  };

  it('ends after a time in which something may have been missed', async () => {
    const reader = await read(await signIn(api, 'alice'));
    await database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'vmm-notifications'",
    );
    while (!(await reader.read()).done);
  });

  it('tells what passes by to whom it is for, and to nobody else', async () => {
    const [alice, bob] = [await read(await signIn(api, 'alice')), await read(await signIn(api, 'bob'))];
    const passing = api.app.get(PassingEvents);
    const [vmId, people] = [randomUUID(), Array.from({ length: 250 }, () => randomUUID())];
    await passing.tell('picture', [...people, (await actorOf('alice')).id], { vmId, version: 'for alice' });
    await passing.tell('picture', [(await actorOf('bob')).id], { vmId, version: 'for bob' });
    expect(await textUntil(alice, 'for alice')).not.toContain('for bob');
    expect(await textUntil(bob, 'for bob')).not.toContain('for alice');
    await Promise.all([alice, bob].map((reader) => reader.cancel()));
  });

  it('tells what one’s own subjects are now, however much happened to others', async () => {
    await Promise.all(['alice', 'bob'].map((name) => signIn(api, name)));
    const [alice, bob] = [await actorOf('alice'), await actorOf('bob')];
    const [mine, other] = [randomUUID(), randomUUID()];
    const vm = (subjectId: string, ownerId: string) => ({ kind: 'vm' as const, subjectId, ownerId });
    await insert(
      Array.from({ length: 2_100 }, () => vm(randomUUID(), bob.id)),
      null,
    );
    const ids = await insert([vm(mine, alice.id), vm(other, alice.id), vm(mine, alice.id)], null);
    const missed = await api.app.get(LiveEvents).since(alice, 0);
    expect(missed.map(({ event }) => event.id)).toEqual([ids[1], ids[2]]);
  });

  it('tells the newest of a log that is very long', async () => {
    await signIn(api, 'prof');
    const prof = await actorOf('prof');
    const [piece] = [{ kind: 'log' as const, subjectId: randomUUID(), ownerId: prof.id }];
    const ids = await insert(
      Array.from({ length: 2_010 }, () => piece),
      { text: 'x' },
    );
    const missed = await api.app.get(LiveEvents).since(prof, Number(ids[0]) - 1);
    const told = missed.flatMap(({ event }) => (event.subjectId === piece.subjectId ? [event.id] : []));
    expect(told).toEqual(ids.slice(-2_000));
  });

  it('is one of a dozen of a browser at most, and a place is free again when one is closed', async () => {
    const bob = await signIn(api, 'bob');
    const open = await Promise.all(Array.from({ length: STREAM_LIMITS.perSession }, () => read(bob)));
    const refused = await bob.get('/api/events', { 'accept-language': 'en' });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
    expect(await refused.json()).toMatchObject({
      type: '/problems/too-many-streams',
      detail: expect.stringContaining('12'),
    });
    const elsewhere = await read(await signIn(api, 'bob'));
    await open.pop()!.cancel();
    await until('a place is free', async () => {
      const answer = await bob.get('/api/events');
      await answer.body?.cancel();
      return answer.ok;
    });
    await Promise.all([...open, elsewhere].map((reader) => reader.cancel()));
  });

  it('is one of so many of a person, whatever browsers they have', async () => {
    const streams: ReadableStreamDefaultReader<Uint8Array>[] = [];
    let browser = await signIn(api, 'prof');
    for (let count = 0; count < STREAM_LIMITS.perPerson; count++) {
      if (count % STREAM_LIMITS.perSession === 0) browser = await signIn(api, 'prof');
      streams.push(await read(browser));
    }
    expect((await (await signIn(api, 'prof')).get('/api/events')).status).toBe(429);
    expect((await (await signIn(api, 'alice')).get('/api/events')).status).toBe(200);
    await Promise.all(streams.map((reader) => reader.cancel()));
  });

  it('is closed to one who reads nothing, and holds no event for them', async () => {
    const alice = await signIn(api, 'alice');
    const { id: ownerId } = await actorOf('alice');
    const { hostname, port } = new URL(api.url);
    const accepted = once(api.app.getHttpServer(), 'connection');
    const client = connect(Number(port), hostname).on('error', () => undefined);
    const [served] = (await accepted) as [Socket];
    client.write(`GET /api/events HTTP/1.1\r\nHost: ${hostname}\r\nCookie: ${alice.cookie}\r\n\r\n`);
    await once(client, 'readable');
    const log = api.app.get(EventLog);
    const piece = (length: number) => ({
      kind: 'log' as const,
      subjectId: randomUUID(),
      ownerId,
      body: { jobId: randomUUID(), vmId: randomUUID(), offset: 0, text: 'x'.repeat(length) },
    });
    await database.transaction(async (tx) => {
      // More than the kernel holds for a client that reads nothing, then more than may wait.
      for (let count = 0; count < 60; count++) await log.record(tx, piece(200_000));
      for (let count = 0; count < 1_100; count++) await log.record(tx, piece(1));
    });
    await until('it is cut off', () => served.destroyed);
    client.destroy();
  });

  it('and the pictures of screens keep no forgotten session alive', async () => {
    const alice = await signIn(api, 'alice');
    const { sessionId } = await actorOf('alice');
    const vmId = await addRunningVm(api, 'alice');
    const sessions = database.getRepository(SessionEntity);
    const lastUsedAt = new Date(Date.now() - 3600_000);
    await sessions.update({ id: sessionId }, { lastUsedAt });
    const reader = await read(alice);
    expect((await alice.get(`/api/vms/${vmId}/screenshot`)).status).toBe(200);
    await reader.cancel();
    expect((await sessions.findOneByOrFail({ id: sessionId })).lastUsedAt).toEqual(lastUsedAt);
  });
});
