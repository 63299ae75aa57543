import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NewAccessToken } from '@vm-manager/contracts';
import { createHash } from 'node:crypto';
import type { ApiProcess } from './support/api-process.js';
import { within } from './support/eventually.js';
import { Installation } from './support/installation.js';
import { json, signIn, Visitor } from './support/visitor.js';

const OLD = 'a'.repeat(40);
const NEW = 'b'.repeat(40);
const SECRETS = { password: 'secret-scelle 1', rootPassword: 'secret-scelle 2' };
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** What someone left behind when the key was changed: a session, a token, and a job with sealed passwords. */
describe.each([
  ['and the old one is still accepted', { SECRET_KEY: NEW, SECRET_KEY_PREVIOUS: OLD }, 'succeeded'],
  // So that the case above proves something.
  ['and the old one is forgotten too early', { SECRET_KEY: NEW }, 'failed'],
])('when SECRET_KEY is another %s', (_, keys, outcome) => {
  let installation: Installation;
  let api: ApiProcess;
  let alice: Visitor;
  let bearer: { authorization: string };
  let created: { vmId: string; jobId: string };
  beforeAll(async () => {
    installation = await Installation.make();
    const before = await installation.start({
      SECRET_KEY: OLD,
      VMM_TEST_KILL_AT: 'create:make-machine:after',
    });
    alice = await signIn(before, 'alice');
    const asked = await alice.send('POST', '/api/tokens', { name: 'script', scope: 'read' });
    bearer = { authorization: `Bearer ${NewAccessToken.parse(await json(asked, 201)).token}` };
    const { id, job } = await alice.create('scellee', SECRETS);
    created = { vmId: id, jobId: job!.id };
    await within(60_000, 'the API kills itself', before.exit);
    api = await installation.start(keys);
    alice = alice.at(api);
  });
  afterAll(() => installation.dispose());

  it('sessions and access tokens go on', async () => {
    expect((await alice.get('/api/auth/me')).status).toBe(200);
    expect((await new Visitor(api.url).get('/api/vms', bearer)).status).toBe(200);
  });

  it(`a job with sealed passwords has ${outcome}`, async () => {
    expect((await alice.ended(created.jobId)).state).toBe(outcome);
    if (outcome === 'succeeded')
      expect((await installation.host.domain(created.vmId))?.passwords).toEqual({
        eleve: sha256(SECRETS.password),
        root: sha256(SECRETS.rootPassword),
      });
  });
});
