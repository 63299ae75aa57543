import * as z from 'zod';
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
  // Its memory lies on disk as it was: neither it nor the disk may change meanwhile.
  suspended: ['resume', 'delete'],
  failed: ['delete'],
  deleting: ['delete'],
};

/** Actions that end what a running job is doing instead of waiting for it. */
const OVERTAKING: ReadonlySet<VmAction> = new Set<VmAction>(['delete', 'force-off', 'open-console']);

/** What may be done now: the API enforces it, the portal shows it. `busy` says whether a job of this VM runs. */
export function allowedActions({ state, busy }: { state: VmState; busy: boolean }): VmAction[] {
  return ACTIONS_IN[state].filter((action) => !busy || OVERTAKING.has(action));
}
