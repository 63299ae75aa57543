import { allowedActions, VmAction } from '../vm-action.js';
import { VmState } from '../vm-state.js';

const UNDER_WAY: Partial<Record<VmState, string>> = {
  queued: 'waits for its turn',
  creating: 'is being created',
  starting: 'is starting',
  stopping: 'is stopping',
  restoring: 'goes back to a restore point',
  deleting: 'is being deleted',
};

/** Why an action is refused in this state, and what can be done instead. */
export function notPossibleInEnglish(action: string, inState: string): string {
  if (action === 'cancel') return 'This job has ended already: there is nothing left to cancel.';
  if (action === 'cancel-deletion')
    return 'A deletion cannot be cancelled: a VM that is half deleted would be of no use.';
  if (action === 'show-passwords')
    return 'There are no passwords to show here: they have been shown before, or set anew since. Set new ones, or ask your teacher.';
  if (action === 'keep')
    return 'This VM cannot be kept by a click: start it if it goes for want of use, or talk to your teacher.';
  if (action === 'restore-from-bin')
    return 'This VM is being deleted for good: it can no longer be restored.';
  if (action === 'repeat')
    return 'There is nothing to repeat: all of it succeeded, or the operation is still under way.';
  const { data: wanted } = VmAction.safeParse(action);
  const { data: state } = VmState.safeParse(inState);
  const underWay = state && UNDER_WAY[state];
  if (underWay) return `This VM ${underWay}: wait until that is over, then try again.`;
  // Allowed in this state, so it is a job that is in the way.
  if (wanted && state && allowedActions({ state, busy: false }).includes(wanted))
    return 'A job is running on this VM: wait until it is over, then try again.';
  if (wanted === 'retry' || wanted === 'rebuild') return 'Only a VM that has failed can be made anew.';
  switch (state) {
    case 'failed':
      return 'Not possible: the VM has failed.';
    case 'running':
      return 'This VM is already running.';
    case 'suspended':
      return wanted === 'suspend'
        ? 'This VM is already suspended.'
        : 'This VM is suspended: resume it first.';
    case 'stopped':
      return wanted === 'shutdown' || wanted === 'force-off'
        ? 'This VM is already stopped.'
        : 'This VM is stopped: start it first.';
    default:
      return 'The VM does not allow this in its present state. Reload the page, then try again.';
  }
}
