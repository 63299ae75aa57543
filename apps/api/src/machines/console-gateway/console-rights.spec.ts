import { expect, it } from '@jest/globals';
import type { Actor } from '../../access/identity/actor.js';
import type { SessionActors } from '../../access/sessions/session-actors.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { Hosts } from '../../hosts/hosts.js';
import type { ConsoleControls } from '../vms/console-controls.js';
import type { ConsoleViewers } from '../vms/console-viewers.js';
import type { VmEntity } from '../vms/vm.entity.js';
import type { VmReader } from '../vms/vm-reader.js';
import type { VmRecord } from '../vms/vm-record.js';
import { Closing } from './closing.js';
import { ConsoleRights } from './console-rights.js';
import { ConsoleScreens } from './console-screens.js';

const GRANT = { userId: 'alice', sessionId: 'browser', vmId: 'vm', mode: 'control', kind: 'screen' } as const;

interface Past {
  state: VmEntity['state'] | 'gone';
  isTheirs?: boolean;
  isSignedIn?: boolean;
  isWithAnother?: boolean;
}

/** A VM of which each look finds what comes next in its past, the last of it from then on. */
function rightsOver(...past: Past[]): ConsoleRights {
  const now = () => (past.length > 1 ? past.shift()! : past[0]!);
  const vmOf = ({ state }: Past) => (state === 'gone' ? null : ({ id: 'vm', state } as VmEntity));
  const vms = {
    load: async () => vmOf(now()),
    findFor: async () => {
      const found = now();
      const vm = vmOf(found);
      if (!vm || found.isTheirs === false) throw new ProblemError('not-found');
      return vm;
    },
  };
  const actors = { find: async () => (past[0]!.isSignedIn === false ? null : ({ id: 'alice' } as Actor)) };
  return new ConsoleRights(
    vms as unknown as VmReader,
    actors as unknown as SessionActors,
    {} as ConsoleViewers,
    { isWithAnother: async () => past[0]!.isWithAnother ?? false } as unknown as ConsoleControls,
  );
}

it.each<[string, Past[], Closing | null]>([
  ['has its VM', [{ state: 'running' }], null],
  ['has a VM that goes while one looks', [{ state: 'running' }, { state: 'gone' }], Closing.VmDeleted],
  ['has a VM that goes before one looks', [{ state: 'gone' }], Closing.VmDeleted],
  [
    'has a VM whose deletion begins while one looks',
    [{ state: 'stopped' }, { state: 'deleting' }],
    Closing.VmDeleted,
  ],
  [
    'has a VM that is being deleted, then gone',
    [{ state: 'deleting' }, { state: 'gone' }],
    Closing.VmDeleted,
  ],
  ['has another’s VM now', [{ state: 'running', isTheirs: false }], Closing.RightsLost],
  ['has its keyboard with another', [{ state: 'running', isWithAnother: true }], Closing.ControlPassed],
  ['has nobody signed in', [{ state: 'running', isSignedIn: false }], Closing.RightsLost],
])('a console that %s', async (_, past, loss) => {
  expect(await rightsOver(...past).lossOf(GRANT)).toEqual(loss);
});

/** All ways in which `looks` looks at a VM can fall into its deletion, from the state `from` on. */
function deletionsSeen(looks: number, from: number): Past['state'][][] {
  const life: Past['state'][] = ['running', 'deleting', 'gone'];
  if (looks === 0) return [[]];
  return life.flatMap((state, at) =>
    at < from ? [] : deletionsSeen(looks - 1, at).map((later) => [state, ...later]),
  );
}

it('that loses its VM to a deletion never hears of lost rights, however the looks of both who notice fall into it', async () => {
  const [sweeps, screens] = [deletionsSeen(3, 0), deletionsSeen(1, 1)];
  expect([sweeps.length, screens.length]).toEqual([10, 2]);
  for (const seen of sweeps) {
    const loss = await rightsOver(...seen.map((state) => ({ state }))).lossOf(GRANT);
    // Only a sweep that was over before the deletion began has nothing to say.
    expect({ seen, loss }).toEqual({ seen, loss: loss && Closing.VmDeleted });
    if (seen.at(0) !== 'running') expect(loss).toEqual(Closing.VmDeleted);
  }
  // The machine goes after its deletion was ordered.
  for (const [state] of screens) {
    const record = { find: async () => (state === 'gone' ? null : ({ id: 'vm', state } as VmEntity)) };
    const seen = new ConsoleScreens(record as unknown as VmRecord, {} as Hosts);
    expect(await seen.whyGone('vm', Closing.ScreenGone)).toEqual(Closing.VmDeleted);
  }
});
