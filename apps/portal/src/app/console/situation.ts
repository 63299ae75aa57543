import type { VmState } from '@vm-manager/contracts';
import { toApiProblem } from '../http/api-problem';
import type { Phase } from './console-screen';

/** Why there is no screen to see, as long as it comes back by itself. */
export type Absence = 'network' | 'server' | 'off' | 'restarting';
/** The same for what ends for a reason: asking again would not help. */
export type Finality = 'rights-lost' | 'vm-deleted' | 'taken-over';

export type Situation =
  | { readonly name: Absence | Finality }
  /** The API says no, in words of its own. */
  | { readonly name: 'refused'; readonly error: unknown };

export interface Circumstances {
  readonly phase: Phase;
  /** Of the VM, as far as the portal was told. */
  readonly state: VmState | undefined;
  /** Whether a machine in this state can show its screen. */
  readonly hasScreen: boolean;
  readonly isOnline: boolean;
}

const FINAL = ['rights-lost', 'vm-deleted', 'taken-over'] as const satisfies Finality[];
export const finalityOf = (why: string | undefined) => FINAL.find((final) => final === why);

/** What to say in place of a screen; undefined while it is seen, and while it is asked for without anything known. */
export function situationOf({ phase, state, hasScreen, isOnline }: Circumstances): Situation | undefined {
  const final = phase.name === 'ended' ? finalityOf(phase.why) : undefined;
  if (final) return { name: final };
  if (state === 'deleting') return { name: 'vm-deleted' };
  if (phase.name === 'connected') return undefined;
  if (!isOnline) return { name: 'network' };
  if (state === 'restoring') return { name: 'restarting' };
  if (!hasScreen) return { name: 'off' };
  if (phase.name === 'refused') return refusal(phase.error);
  if (state === 'starting' || state === 'stopping') return { name: 'restarting' };
  if (phase.name !== 'ended') return undefined;
  switch (phase.why) {
    case 'screen-gone':
    case 'screen-unavailable':
      return { name: 'restarting' };
    // In a moment the screen is seen again, to watch: nothing is wrong.
    case 'control-passed':
      return undefined;
    case 'restarting':
    case 'timed-out':
      return { name: 'server' };
    default:
      return { name: 'network' };
  }
}

function refusal(error: unknown): Situation {
  const problem = toApiProblem(error);
  if (problem.code === 'not-possible-now') return { name: 'restarting' };
  return isOfServer(problem) ? { name: 'server' } : { name: 'refused', error };
}

const isOfServer = ({ ownReason, status }: { ownReason: string; status: number }) =>
  ownReason === 'unreachable' || status >= 500;
