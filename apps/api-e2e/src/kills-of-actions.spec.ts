import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { allowedActions, declarationOf, PLAIN_ACTIONS, type PlainAction } from '@vm-manager/contracts';
import { askDatabase } from './support/database.js';
import { within } from './support/eventually.js';
import type { FakeDomain } from './support/fake-host.js';
import { Installation } from './support/installation.js';
import { signIn } from './support/visitor.js';

type Power = FakeDomain['power'];
type AtRest = 'running' | 'stopped' | 'suspended';
const POWERS: Record<AtRest, Power> = { running: 'running', stopped: 'off', suspended: 'saved' };
const STATES = Object.keys(POWERS) as AtRest[];

/** Every action that is one click, as the contract declares it: a new one is in here by itself. `kills.spec.ts` has "delete". */
const ACTIONS = PLAIN_ACTIONS.filter((action) => action !== 'delete');

/** In which state it can be asked, and where it is cut off: each of its steps once, by turns before and after the work. */
const CUTS = ACTIONS.flatMap((action, at) =>
  declarationOf(action).steps.map((step, index) => ({
    ...{ action, from: stateFor(action) },
    point: `${action}:${step}:${(at + index) % 2 === 0 ? 'before' : 'after'}`,
  })),
);

function stateFor(action: PlainAction): AtRest {
  const state = STATES.find((candidate) =>
    allowedActions({ state: candidate, busy: false }).includes(action),
  );
  if (!state) throw new Error(`${action} is possible in no state at rest.`);
  return state;
}

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.make();
});
afterAll(() => installation.dispose());

it('with the power cut in any step of any action, the action is done in the end, and the VM is what its machine is', async () => {
  let api = await installation.start();
  let alice = await signIn(api, 'alice');
  const { id } = await alice.created('resistante');
  await api.interrupt();
  let cutOff: { jobId: string; action: PlainAction } | undefined;
  for (const cut of [...CUTS, null]) {
    api = await installation.start(cut ? { VMM_TEST_KILL_AT: cut.point } : {});
    alice = alice.at(api);
    if (cutOff) {
      const { jobId, action } = cutOff;
      expect(await alice.ended(jobId)).toMatchObject({ kind: action, state: 'succeeded', problem: null });
      const power = (await installation.host.domain(id))?.power;
      const vm = await alice.vm(id);
      expect([action, POWERS[vm?.state as AtRest]]).toEqual([action, power]);
    }
    if (!cut) break;
    const { action, from } = cut;
    await installation.host.change(id, { power: POWERS[from] });
    await alice.reached(id, from);
    // The answer may die with the process.
    await alice.act(id, action).catch(() => undefined);
    expect(await within(60_000, `the API kills itself at ${cut.point}`, api.exit)).toMatchObject({
      signal: 'SIGKILL',
    });
    const [job] = await askDatabase<{ id: string; kind: string }>(
      installation.dataDir,
      'SELECT id, kind FROM jobs ORDER BY created_at DESC LIMIT 1',
    );
    expect(job?.kind).toBe(action);
    cutOff = { jobId: job!.id, action };
  }
}, 600_000);
