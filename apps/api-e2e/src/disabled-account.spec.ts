import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ConsoleTicket, NewAccessToken, type Vm } from '@vm-manager/contracts';
import type { ApiProcess } from './support/api-process.js';
import type { EventStream } from './support/event-stream.js';
import { PATIENCE_MS, within } from './support/eventually.js';
import { Installation } from './support/installation.js';
import { Viewer } from './support/viewer.js';
import { json, signIn, Visitor } from './support/visitor.js';

let installation: Installation;
/** Where everything is open, and where it is taken away. */
let here: ApiProcess;
let there: ApiProcess;
let admin: Visitor;
let alice: Visitor;
let vm: Vm;
const measured: string[] = [];

beforeAll(async () => {
  installation = await Installation.make();
  [here, there] = await Promise.all([installation.start(), installation.start()]);
  [admin, alice] = await Promise.all([signIn(there, 'admin'), signIn(here, 'alice')]);
  vm = await alice.created('ouverte');
});
afterEach(
  () =>
    alice.user && admin.send('PATCH', `/api/users/${alice.user.id}`, { disabled: false, role: 'student' }),
);
afterAll(async () => {
  process.stdout.write(`Open things close at the other process:\n${measured.join('\n')}\n`);
  await installation.dispose();
});

interface Open {
  stream: EventStream;
  viewer: Viewer;
}

/** An event stream and a console, by a browser or by a script that shows a token. */
async function open(visitor: Visitor, headers: Record<string, string> = {}): Promise<Open> {
  const asked = await visitor.send('POST', `/api/vms/${vm.id}/console`, { mode: 'control' }, headers);
  const { status, viewer } = await Viewer.knock(ConsoleTicket.parse(await json(asked, 201)), headers);
  expect(status).toBe(101);
  await viewer.shakeHands();
  return { viewer, stream: await visitor.events(headers) };
}

/** Does it through the other process, and waits for what is open here to close. */
async function closedBy(what: string, { stream, viewer }: Open, act: () => Promise<Response>) {
  const started = Date.now();
  const answer = await act();
  expect([what, answer.status < 300]).toEqual([what, true]);
  const answered = Date.now();
  const [streamAt, { code, at }] = await within(
    PATIENCE_MS,
    `${what}: stream and console close`,
    Promise.all([stream.closed, viewer.closed]),
  );
  measured.push(
    `  ${what}: answered after ${answered - started} ms, stream ${streamAt - started} ms, console ${at - started} ms`,
  );
  // The code for lost rights, not one for a broken connection.
  expect(code).toBe(4001);
}

const refusedHere = async (visitor: Visitor, headers?: Record<string, string>) =>
  (await visitor.at(here).get('/api/auth/me', headers)).status;

const change = (id: string, body: object) => () => admin.send('PATCH', `/api/users/${id}`, body);

describe('what someone has open at one process closes when, through another,', () => {
  it('their account is disabled', async () => {
    const someone = await signIn(here, 'alice');
    await closedBy('account disabled', await open(someone), change(someone.user!.id, { disabled: true }));
    expect(await refusedHere(someone)).toBe(401);
  });

  it('their role is changed', async () => {
    const someone = await signIn(here, 'alice');
    await closedBy('role changed', await open(someone), change(someone.user!.id, { role: 'teacher' }));
    expect(await refusedHere(someone)).toBe(401);
  });

  it('their password is set anew by an administrator', async () => {
    const someone = await signIn(here, 'alice');
    const password = 'un mot de passe de test';
    await closedBy('password set', await open(someone), change(someone.user!.id, { password }));
    expect(await refusedHere(someone)).toBe(401);
  });

  it('an administrator ends their sessions', async () => {
    const someone = await signIn(here, 'alice');
    const end = () => admin.send('DELETE', `/api/users/${someone.user!.id}/sessions`);
    await closedBy('sessions ended', await open(someone), end);
    expect(await refusedHere(someone)).toBe(401);
  });

  it('they end that one session from another browser; that one stays', async () => {
    const [someone, elsewhere] = [await signIn(here, 'alice'), await signIn(there, 'alice')];
    const staying = await open(elsewhere);
    const sessions = (await json(await someone.get('/api/sessions'), 200)) as {
      id: string;
      current: boolean;
    }[];
    const { id } = sessions.find(({ current }) => current)!;
    await closedBy('one session ended', await open(someone), () =>
      elsewhere.send('DELETE', `/api/sessions/${id}`),
    );
    expect(await refusedHere(someone)).toBe(401);
    expect(await refusedHere(elsewhere)).toBe(200);
    expect(staying.stream.hasClosed).toBe(false);
    await staying.stream.close();
    staying.viewer.socket.close();
  });

  describe('by a script with an access token,', () => {
    async function token() {
      const owner = await signIn(there, 'alice');
      const asked = await owner.send('POST', '/api/tokens', { name: 'script', scope: 'operate' });
      const made = NewAccessToken.parse(await json(asked, 201));
      return { owner, id: made.id, headers: { authorization: `Bearer ${made.token}` } };
    }
    const script = () => new Visitor(here.url);

    it('the token is revoked', async () => {
      const { owner, id, headers } = await token();
      await closedBy('token revoked', await open(script(), headers), () =>
        owner.send('DELETE', `/api/tokens/${id}`),
      );
      expect(await refusedHere(script(), headers)).toBe(401);
    });

    it('its owner’s account is disabled, for good', async () => {
      const { headers } = await token();
      const { id } = alice.user!;
      await closedBy('token’s owner disabled', await open(script(), headers), change(id, { disabled: true }));
      await change(id, { disabled: false })();
      expect(await refusedHere(script(), headers)).toBe(401);
    });

    it('its owner’s role is changed; the token goes on with the new one', async () => {
      const { headers } = await token();
      const { id } = alice.user!;
      await closedBy(
        'token’s owner’s role changed',
        await open(script(), headers),
        change(id, { role: 'teacher' }),
      );
      expect(await refusedHere(script(), headers)).toBe(200);
    });
  });
});

describe('a teacher’s console on a student’s VM closes when, through another process,', () => {
  let prof: Visitor;
  let members: string;
  beforeAll(async () => {
    prof = await signIn(here, 'prof');
    members = `/api/groups/${prof.user!.groups[0]!.id}/members`;
    alice = await signIn(here, 'alice');
  });

  it('the student leaves the group; the teacher’s stream stays open', async () => {
    const { viewer, stream } = await open(prof);
    const started = Date.now();
    expect((await admin.send('DELETE', `${members}/${alice.user!.id}`)).status).toBe(204);
    const { code, at } = await within(PATIENCE_MS, 'the console closes', viewer.closed);
    measured.push(`  student left the group: console ${at - started} ms`);
    expect([code, stream.hasClosed]).toEqual([4001, false]);
    expect((await prof.get(`/api/vms/${vm.id}`)).status).toBe(404);
    expect((await prof.get('/api/auth/me')).status).toBe(200);
    await stream.close();
    expect((await admin.send('POST', members, { userId: alice.user!.id })).status).toBe(201);
  });

  it('the student becomes a teacher', async () => {
    const { viewer, stream } = await open(prof);
    await change(alice.user!.id, { role: 'teacher' })();
    expect((await within(PATIENCE_MS, 'the console closes', viewer.closed)).code).toBe(4001);
    await stream.close();
  });

  it('the teacher no longer teaches the group; their session goes on with what is left', async () => {
    const { viewer, stream } = await open(prof);
    const started = Date.now();
    expect((await admin.send('PATCH', `${members}/${prof.user!.id}`, { teaches: false })).status).toBe(200);
    const [at] = await within(PATIENCE_MS, 'both close', Promise.all([stream.closed, viewer.closed]));
    measured.push(`  no longer teaches: stream ${at - started} ms`);
    expect((await prof.get('/api/auth/me')).status).toBe(200);
    expect(await prof.vms()).toEqual([]);
  });
});
