import type { ProblemParams } from '../problem.js';

/** Why a machine did not come out of its backup, and that nothing of it is left; `cause` is the job's own problem. */
export function bringBackFailedInEnglish(params: ProblemParams): string {
  return `It could not be restored: ${causeOf(params)}. Nothing of it is left, and the backup is as it was: delete this VM, then try again or choose another backup.`;
}

function causeOf({ cause, reason, what }: ProblemParams): string {
  switch (cause) {
    case 'backup-unusable':
      return reason === 'gone' ? 'the backup was no longer there' : 'the backup is damaged or cannot be read';
    case 'host-full':
      return what === 'network'
        ? 'the host has no free addresses left for your private network'
        : 'the host has too little room left';
    case 'template-unavailable':
      return 'the VM’s template is no longer available';
    case 'libvirt-unavailable':
      return 'the virtualisation service did not answer';
    default:
      return 'an unforeseen error happened, and was logged';
  }
}
