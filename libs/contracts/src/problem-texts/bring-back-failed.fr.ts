import type { ProblemParams } from '../problem.js';

/** Why a machine did not come out of its backup, and that nothing of it is left; `cause` is the job's own problem. */
export function bringBackFailedInFrench(params: ProblemParams): string {
  return `La restauration a échoué : ${causeOf(params)}. Rien n’en est resté, et la sauvegarde est intacte : supprimez cette machine, puis recommencez ou choisissez une autre sauvegarde.`;
}

function causeOf({ cause, reason, what }: ProblemParams): string {
  switch (cause) {
    case 'backup-unusable':
      return reason === 'gone' ? 'la sauvegarde n’était plus là' : 'la sauvegarde est abîmée ou illisible';
    case 'host-full':
      return what === 'network'
        ? 'le serveur n’a plus d’adresses libres pour votre réseau privé'
        : 'le serveur n’a plus assez de place';
    case 'template-unavailable':
      return 'le modèle de la machine n’est plus disponible';
    case 'libvirt-unavailable':
      return 'le service de virtualisation ne répondait pas';
    default:
      return 'une erreur imprévue s’est produite, et a été consignée';
  }
}
