import * as z from 'zod';
import type { ProblemCode } from './problem.js';
import type { VmState } from './vm-state.js';

/**
 * What can be asked of a VM. The route of each is `POST /api/vms/{id}/<action>` unless its contract says otherwise; `update`,
 * another name or size, is `PATCH /api/vms/{id}`.
 */
export const VmAction = z
  .enum([
    'start',
    'shutdown',
    'reboot',
    'force-off',
    'reset',
    'suspend',
    'resume',
    'update',
    'set-password',
    'open-console',
    'retry',
    'rebuild',
    'delete',
  ])
  .meta({ id: 'VmAction' });
export type VmAction = z.infer<typeof VmAction>;

const ACTIONS_IN: Record<VmState, readonly VmAction[]> = {
  queued: ['delete'],
  creating: ['delete'],
  stopped: ['start', 'update', 'delete'],
  starting: ['open-console', 'force-off', 'delete'],
  running: [
    'open-console',
    'shutdown',
    'reboot',
    'suspend',
    'force-off',
    'reset',
    'update',
    'set-password',
    'delete',
  ],
  stopping: ['open-console', 'force-off', 'delete'],
  // Its memory lies on disk as it was: neither it nor the disk may change meanwhile. Forced off, it forgets that memory.
  suspended: ['resume', 'force-off', 'delete'],
  failed: ['rebuild', 'delete'],
  deleting: ['delete'],
};

/** What is wrong with a machine changes what helps. */
const ACTIONS_WITH: Partial<Record<ProblemCode, readonly VmAction[]>> = {
  'creation-failed': ['retry', 'rebuild', 'delete'],
  'machine-asleep': ['resume', 'open-console', 'reset', 'force-off', 'delete'],
  'machine-paused': ['resume', 'open-console', 'reset', 'force-off', 'delete'],
  'machine-stalled': ['resume', 'open-console', 'reset', 'force-off', 'delete'],
  'machine-crashed': ['open-console', 'reset', 'force-off', 'delete'],
};
const AT_REST: ReadonlySet<VmState> = new Set<VmState>(['running', 'suspended', 'failed']);

/** Actions that end what a running job is doing instead of waiting for it. */
const OVERTAKING: ReadonlySet<VmAction> = new Set<VmAction>(['delete', 'force-off', 'open-console']);

/** What may be done now: the API enforces it, the portal shows it. `busy` says whether a job of this VM runs, `problem` what is wrong with it. */
export function allowedActions({
  state,
  busy,
  problem = null,
}: {
  state: VmState;
  busy: boolean;
  problem?: ProblemCode | null;
}): VmAction[] {
  const special = problem !== null && AT_REST.has(state) ? ACTIONS_WITH[problem] : undefined;
  return (special ?? ACTIONS_IN[state]).filter((action) => !busy || OVERTAKING.has(action));
}
