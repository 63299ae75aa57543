import type { ProblemParams } from '../problem.js';

/** Why a machine could not be made, and that nothing of it is left; `cause` is the job's own problem. */
export function creationFailedInFrench(params: ProblemParams): string {
  return `La création a échoué : ${causeOf(params)}. Rien n’en est resté : réessayez ; si cela se répète, montrez le journal à un enseignant.`;
}

function causeOf({ cause, reason, what, template }: ProblemParams): string {
  switch (cause) {
    case 'vagrant-failed':
      return reason
        ? `Vagrant n’a pas pu construire la machine (${reason})`
        : 'Vagrant n’a pas pu construire la machine';
    case 'guest-not-answering':
      return 'le système de la machine n’a pas répondu à temps après son démarrage';
    case 'guest-refused':
      return reason
        ? `le système de la machine a refusé une commande (${reason})`
        : 'le système de la machine a refusé une commande';
    case 'host-full':
      return what === 'network'
        ? 'le serveur n’a plus d’adresses libres pour votre réseau privé'
        : 'le serveur n’a plus assez de place';
    case 'template-unavailable':
      return `le modèle${template ? ` « ${template} »` : ''} n’était plus disponible`;
    case 'libvirt-unavailable':
      return 'le service de virtualisation ne répondait pas';
    case 'time-out':
      return 'la construction n’a pas abouti à temps';
    default:
      return 'une erreur imprévue s’est produite, et a été consignée';
  }
}
