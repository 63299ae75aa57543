import * as z from 'zod';

/**
 * Jobs own `queued creating failed deleting`. `starting`, `stopping` and `restoring` are written when such an action is ordered, and stay until
 * the machine has arrived or the job has ended. The rest is what libvirt says. A VM that is gone answers 404.
 */
export const VmState = z
  .enum([
    'queued',
    'creating',
    'stopped',
    'starting',
    'running',
    'stopping',
    'suspended',
    'restoring',
    'failed',
    'deleting',
  ])
  .meta({ id: 'VmState' });
export type VmState = z.infer<typeof VmState>;

/**
 * Whether the machine runs, or is on its way to or from it: creating boots it. Null where the state does not say: a
 * machine that is being deleted, or goes back to a restore point, counts as it did.
 */
export function runsIn(state: VmState): boolean | null {
  switch (state) {
    case 'queued':
    case 'creating':
    case 'starting':
    case 'running':
    case 'stopping':
      return true;
    case 'stopped':
    case 'suspended':
    case 'failed':
      return false;
    case 'restoring':
    case 'deleting':
      return null;
  }
}
