import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Job, type JobSubject } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { SessionActors } from '../access/sessions/session-actors.js';
import { GroupEntity } from '../access/identity/group.entity.js';
import { SessionEntity } from '../access/sessions/session.entity.js';
import { LiveEvents } from '../messages/events/live-events.js';
import { signIn, type Visitor } from '../testing/sign-in.js';
import { startApi, type TestApi } from '../testing/start-api.js';
import { until } from '../testing/until.js';
import type { JobPlan, StepContext } from './job-plan.js';
import { JobPlanRegistry } from './job-plan-registry.js';
import { JobOrders } from './job-orders.js';

/** Which jobs are at their step, by their subject's id; each goes on when it is told to. */
const atStep = new Map<string, { goOn: () => void; context: StepContext }[]>();
const at = (subjectId: string) => atStep.get(subjectId)?.length ?? 0;

/** Takes the place of a plan for VMs: what it is done on is any subject. */
const plan: JobPlan<'reset'> = {
  kind: 'reset',
  steps: { force: { seconds: 1, run: waitToBeTold } },
  lock: async (_tx, { subjectKind, subjectId }) => ({ name: `the ${subjectKind} ${subjectId}` }),
  settle: async () => async () => undefined,
};

async function waitToBeTold(context: StepContext): Promise<void> {
  const { subject, signal } = context;
  context.log(`at ${subject.kind} ${subject.id}`);
  const { promise, resolve: goOn, reject } = Promise.withResolvers<void>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  const here = { goOn, context };
  atStep.set(subject.id, [...(atStep.get(subject.id) ?? []), here]);
  try {
    await promise;
  } finally {
    atStep.set(
      subject.id,
      (atStep.get(subject.id) ?? []).filter((other) => other !== here),
    );
    signal.removeEventListener('abort', stop);
  }
}

let api: TestApi;
let database: DataSource;
let admin: Visitor;
let prof: Visitor;
let alice: Visitor;
beforeAll(async () => {
  api = await startApi();
  api.app.get(JobPlanRegistry).register(plan);
  database = api.app.get(DataSource);
  [admin, prof, alice] = [await signIn(api, 'admin'), await signIn(api, 'prof'), await signIn(api, 'alice')];
});
afterAll(() => api.stop());

async function begin(subject: JobSubject): Promise<string> {
  const { id } = await database.transaction((tx) =>
    api.app.get(JobOrders).create(tx, {
      ...{ subject, ownerId: null, host: null, actorId: null, kind: 'reset', estimateGroup: 'a test' },
    }),
  );
  return id;
}
const shown = async (who: Visitor, id: string) => Job.parse(await (await who.get(`/api/jobs/${id}`)).json());
const statuses = (path: string) =>
  Promise.all([admin, prof, alice].map(async (who) => (await who.get(path)).status));
const ended = async (id: string) => {
  await until('the job has ended', async () => (await shown(admin, id)).finishedAt !== null);
  return shown(admin, id);
};

/** Which jobs the event stream tells this person about. */
async function heard(username: string): Promise<string[]> {
  const [session] = await database
    .getRepository(SessionEntity)
    .find({ where: { user: { username } }, order: { createdAt: 'DESC' }, take: 1 });
  const actor = await api.app.get(SessionActors).find(session!.id);
  const events = await api.app.get(LiveEvents).since(actor!, 0);
  return events.flatMap(({ event }) => (event.kind === 'job' ? [event.subjectId] : []));
}

describe('a job that is done on no VM', () => {
  it('runs, and is seen and heard of by administrators alone when it is nobody’s', async () => {
    const id = await begin({ kind: 'host', id: 'hote-1' });
    await until('it is at its step', () => at('hote-1') === 1);
    expect(await shown(admin, id)).toMatchObject({
      ...{ subject: { kind: 'host', id: 'hote-1' }, vmId: null, state: 'running', step: 'force' },
    });
    for (const path of [`/api/jobs/${id}`, `/api/jobs/${id}/log`])
      expect(await statuses(path)).toEqual([200, 404, 404]);
    atStep.get('hote-1')![0]!.goOn();
    expect(await ended(id)).toMatchObject({ state: 'succeeded', progress: 100 });
    expect(await (await admin.get(`/api/jobs/${id}/log`)).text()).toMatch(
      /^Job [0-9a-f-]{36} \(.+\)\nat host hote-1\n$/,
    );
    expect(await heard('admin')).toContain(id);
    for (const other of ['prof', 'alice']) expect(await heard(other)).not.toContain(id);
  });

  it('is a group’s teachers’ too when it is done on their group, and not its students’', async () => {
    const groups = database.getRepository(GroupEntity);
    const demo = await groups.findOneByOrFail({ name: 'demo' });
    const other = await groups.save({ name: 'autre' });
    const ours = await begin({ kind: 'group', id: demo.id });
    const theirs = await begin({ kind: 'group', id: other.id });
    expect(await statuses(`/api/jobs/${ours}`)).toEqual([200, 200, 404]);
    expect(await statuses(`/api/jobs/${theirs}`)).toEqual([200, 404, 404]);
    expect(await heard('prof')).toContain(ours);
    expect(await heard('prof')).not.toContain(theirs);
    expect(await heard('alice')).not.toContain(ours);
    expect((await alice.send('POST', `/api/jobs/${ours}/cancel`)).status).toBe(404);
    expect((await prof.send('POST', `/api/jobs/${theirs}/cancel`)).status).toBe(404);
    expect((await prof.send('POST', `/api/jobs/${ours}/cancel`)).status).toBe(200);
    expect((await ended(ours)).state).toBe('cancelled');
    await until('the other one is at its step', () => at(other.id) === 1);
    atStep.get(other.id)![0]!.goOn();
    expect((await ended(theirs)).state).toBe('succeeded');
  });

  it('is cancelled while it runs, on record by what it was done on', async () => {
    const id = await begin({ kind: 'platform', id: 'platform' });
    await until('it is at its step', () => at('platform') === 1);
    expect((await admin.send('POST', `/api/jobs/${id}/cancel`)).status).toBe(200);
    expect(await ended(id)).toMatchObject({
      state: 'cancelled',
      steps: [{ name: 'force', state: 'failed' }],
    });
    const audit = await (await admin.get('/api/audit?action=platform.cancel-job')).json();
    expect(audit).toMatchObject([{ object: { id: 'platform', name: 'the platform platform' } }]);
  });

  it('waits for the one before on the same subject, and for none on another', async () => {
    const [first, second] = [
      await begin({ kind: 'template', id: 'debian-server' }),
      await begin({ kind: 'template', id: 'debian-server' }),
    ];
    // Of the same name, but another kind of thing.
    const other = await begin({ kind: 'host', id: 'debian-server' });
    await until('one of each subject is at its step', () => at('debian-server') === 2);
    expect((await shown(admin, second)).state).toBe('queued');
    for (const { goOn } of atStep.get('debian-server')!) goOn();
    expect((await ended(first)).state).toBe('succeeded');
    expect((await ended(other)).state).toBe('succeeded');
    await until('the second is at its step', () => at('debian-server') === 1);
    atStep.get('debian-server')![0]!.goOn();
    expect((await ended(second)).state).toBe('succeeded');
  });
});
