import { expect, it } from '@jest/globals';
import type { Actor } from '../../access/identity/actor.js';
import type { SessionActors } from '../../access/sessions/session-actors.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { ConsoleViewers } from '../vms/console-viewers.js';
import type { VmEntity } from '../vms/vm.entity.js';
import type { VmReader } from '../vms/vm-reader.js';
import { Closing } from './closing.js';
import { ConsoleRights } from './console-rights.js';

const GRANT = { userId: 'alice', sessionId: 'browser', vmId: 'vm', mode: 'control' } as const;

interface Past {
  state: VmEntity['state'] | 'gone';
  isTheirs?: boolean;
  isSignedIn?: boolean;
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
  ['has nobody signed in', [{ state: 'running', isSignedIn: false }], Closing.RightsLost],
])('a console that %s', async (_, past, loss) => {
  expect(await rightsOver(...past).lossOf(GRANT)).toEqual(loss);
});
