import type { ProblemParams } from '../problem.js';

/** Why a machine could not be made, and that nothing of it is left; `cause` is the job's own problem. */
export function creationFailedInEnglish(params: ProblemParams): string {
  return `Creation failed: ${causeOf(params)}. Nothing of it is left: try again; if it happens again, show the log to a teacher.`;
}

function causeOf({ cause, reason, what, template }: ProblemParams): string {
  switch (cause) {
    case 'vagrant-failed':
      return reason ? `Vagrant could not build the VM (${reason})` : 'Vagrant could not build the VM';
    case 'guest-not-answering':
      return 'the VM’s system did not answer in time after it was started';
    case 'guest-refused':
      return reason ? `the VM’s system refused a command (${reason})` : 'the VM’s system refused a command';
    case 'host-full':
      return what === 'network'
        ? 'the host has no free addresses left for your private network'
        : 'the host has too little room left';
    case 'template-unavailable':
      return `the template${template ? ` “${template}”` : ''} was no longer available`;
    case 'libvirt-unavailable':
      return 'the virtualisation service did not answer';
    case 'time-out':
      return 'building it took too long';
    default:
      return 'an unforeseen error happened, and was logged';
  }
}
