import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Job, Vm } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import * as z from 'zod';
import { signIn, type Visitor } from '../testing/sign-in.js';
import { startApi, type TestApi } from '../testing/start-api.js';
import { until } from '../testing/until.js';
import { JobTurns } from './job-turns.js';

let api: TestApi;
let alice: Visitor;
beforeAll(async () => {
  api = await startApi({ env: { VMM_JOBS_PER_HOST: '1' } });
  alice = await signIn(api, 'alice');
});
afterAll(() => api.stop());

const create = async (name: string) =>
  alice.send('POST', '/api/vms', {
    ...{ name, templateId: 'debian-server', username: 'eleve', vcpus: 1, memoryMiB: 512, diskGiB: 10 },
    ...{ password: 'Mot-de-passe 1', rootPassword: 'Mot-de-racine 2' },
  });
const list = async () => z.array(Vm).parse(await (await alice.get('/api/vms')).json());
const waiting = async () =>
  (await list())
    .flatMap(({ job }) => (job?.turn ? [job] : []))
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt));

it('whoever waits for a slot is told the place and when it is likely to start, until it does', async () => {
  for (const name of ['un', 'deux', 'trois']) await create(name);
  await until('one runs and two wait', async () => (await waiting()).length === 2);
  const [next, last] = await waiting();
  expect([next?.turn?.place, last?.turn?.place]).toEqual([1, 2]);
  const startsAt = (job: Job | undefined) => Date.parse(job?.turn?.startsAt ?? '');
  expect(startsAt(next)).toBeGreaterThan(Date.parse(next?.createdAt ?? ''));
  expect(startsAt(last) - startsAt(next)).toBe((next?.estimatedSeconds ?? 0) * 1000);
  // Called off while it waits: the next one moves up.
  await alice.send('POST', `/api/jobs/${next?.id}/cancel`);
  const shown = async () => Job.parse(await (await alice.get(`/api/jobs/${last?.id}`)).json());
  await until('the last one has moved up or started', async () => (await shown()).turn?.place !== 2);
  await until('it has ended', async () => (await shown()).state === 'succeeded');
  expect((await shown()).turn).toBeUndefined();
});

describe('a line longer than anybody is told of', () => {
  const STATES = ['running', ...Array.from({ length: 40 }, () => 'queued')];
  const ids = STATES.map(() => randomUUID());
  const idAt = (index: number) => ids[index] ?? '';
  /** One runs, forty wait; of two that came at once the one goes first whose person has fewer under way. */
  const fill = (manager: EntityManager) =>
    manager.query(
      `INSERT INTO jobs (id, subject_kind, subject_id, owner_id, kind, estimate_group, state, rank, steps, progress,
                         estimated_seconds, input, created_at, started_at)
       SELECT id::uuid, 'vm', gen_random_uuid()::text, (SELECT id FROM users WHERE username = 'bob'), 'create', 'x', state,
              place / 10, '[]', 0, 60, '{}', now() - place % 10 * interval '1 minute',
              CASE WHEN state = 'running' THEN now() END
         FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS line(id, state, place)`,
      [ids, STATES],
    );
  /** By rank, then the eldest; the first one runs. */
  const inOrder = ids
    .map((id, index) => ({ id, rank: Math.floor((index + 1) / 10), age: (index + 1) % 10 }))
    .slice(1)
    .sort((a, b) => a.rank - b.rank || b.age - a.age)
    .map(({ id }) => id);

  /** Nobody else sees it: it is taken back. */
  async function unseen(look: (tx: EntityManager) => Promise<void>): Promise<void> {
    const runner = api.app.get(DataSource).createQueryRunner();
    await runner.startTransaction();
    try {
      await fill(runner.manager);
      await look(runner.manager);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  }

  it('pushes their places to the first twenty, in their order', () =>
    unseen(async (tx) => {
      const before = await tx.query<{ id: string }[]>('SELECT coalesce(max(id), 0) AS id FROM events');
      await api.app.get(JobTurns).tell(tx, { host: null });
      const told = await tx.query<{ subject_id: string }[]>(
        `SELECT subject_id FROM events WHERE kind = 'job' AND id > $1 ORDER BY id`,
        [before[0]?.id],
      );
      expect(told.map(({ subject_id }) => subject_id)).toEqual(inOrder.slice(0, 20));
    }));

  it('tells each its place, however many are behind it', () =>
    unseen(async (tx) => {
      const turns = api.app.get(JobTurns);
      const placesOf = async (...asked: string[]) => {
        const found = await turns.of(
          asked.map((id) => ({ id, kind: 'create' as const, state: 'queued' as const })),
          tx,
        );
        return asked.map((id) => found.get(id)?.place);
      };
      expect(await placesOf(inOrder[0] ?? '')).toEqual([1]);
      expect(await placesOf(inOrder[24] ?? '', inOrder[6] ?? '')).toEqual([25, 7]);
      expect(await placesOf(...inOrder)).toEqual(inOrder.map((_, index) => index + 1));
      expect(await turns.of([{ id: idAt(0), kind: 'create', state: 'running' }], tx)).toEqual(new Map());
    }));
});
