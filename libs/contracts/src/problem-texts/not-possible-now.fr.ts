import { allowedActions, VmAction } from '../vm-action.js';
import { VmState } from '../vm-state.js';

const UNDER_WAY: Partial<Record<VmState, string>> = {
  queued: 'attend son tour',
  creating: 'est en cours de création',
  starting: 'est en cours de démarrage',
  stopping: 'est en cours d’arrêt',
  restoring: 'revient à un point de restauration',
  deleting: 'est en cours de suppression',
};

/** Why an action is refused in this state, and what can be done instead. */
export function notPossibleInFrench(action: string, inState: string): string {
  if (action === 'cancel') return 'Cette tâche est déjà terminée : il n’y a plus rien à annuler.';
  if (action === 'cancel-deletion')
    return 'Une suppression ne s’annule pas : une machine à moitié effacée ne servirait plus à rien.';
  if (action === 'show-passwords')
    return 'Il n’y a pas de mots de passe à montrer ici : ils l’ont déjà été, ou ont été changés depuis. Choisissez-en de nouveaux, ou demandez à votre enseignant.';
  if (action === 'keep')
    return 'Cette machine ne peut pas être gardée d’un clic : démarrez-la si c’est faute d’usage, ou parlez-en à votre enseignant.';
  if (action === 'restore-from-bin')
    return 'Cette machine est en train d’être supprimée définitivement : elle ne peut plus être restaurée.';
  if (action === 'repeat')
    return 'Il n’y a rien à recommencer : tout a abouti, ou l’opération est encore en cours.';
  const { data: wanted } = VmAction.safeParse(action);
  const { data: state } = VmState.safeParse(inState);
  const underWay = state && UNDER_WAY[state];
  if (underWay) return `Cette machine ${underWay} : attendez la fin, puis recommencez.`;
  // Allowed in this state, so it is a job that is in the way.
  if (wanted && state && allowedActions({ state, busy: false }).includes(wanted))
    return 'Une tâche est en cours sur cette machine : attendez sa fin, puis recommencez.';
  if (wanted === 'retry' || wanted === 'rebuild') return 'Seule une machine en échec peut être recréée.';
  switch (state) {
    case 'failed':
      return 'Impossible : la machine est en échec.';
    case 'running':
      return 'Cette machine est déjà en marche.';
    case 'suspended':
      return wanted === 'suspend'
        ? 'Cette machine est déjà suspendue.'
        : 'Cette machine est suspendue : reprenez-la d’abord.';
    case 'stopped':
      return wanted === 'shutdown' || wanted === 'force-off'
        ? 'Cette machine est déjà arrêtée.'
        : 'Cette machine est arrêtée : démarrez-la d’abord.';
    default:
      return 'La machine ne le permet pas dans son état actuel. Rechargez la page, puis recommencez.';
  }
}
