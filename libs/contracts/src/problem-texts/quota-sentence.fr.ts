import { numberAsRead } from '../number-as-read.js';
import type { ProblemParams } from '../problem.js';
import { quotaAmounts } from './quota-amounts.js';

const DELETE = 'supprimez une machine';
const SWITCH_OFF = 'éteignez une machine';
/** Of what there is not enough, and what makes room. */
const DIMENSIONS: Record<string, [of: string, wayOut: string]> = {
  vms: ['machines', DELETE],
  vcpus: ['processeurs', DELETE],
  memoryMiB: ['mémoire', DELETE],
  diskGiB: ['disque', DELETE],
  runningVcpus: ['processeurs des machines en marche', SWITCH_OFF],
  runningMemoryMiB: ['mémoire des machines en marche', SWITCH_OFF],
};
const UNITS = { MiB: 'Mio', GiB: 'Gio' };

/** Which level, of what, how much is used of how much, what was asked for, and a way out; then what the bin holds of it. */
export function quotaSentence(params: ProblemParams): string {
  const binned = Number(params['binGiB'] ?? 0);
  if (binned === 0) return excessSentence(params);
  const amount = `${numberAsRead(binned, 'fr')} Gio`;
  if (params['level'] === 'own')
    return `${excessSentence(params)} Les machines dans la corbeille en prennent ${amount}.`;
  // What a disk really takes is less than what it may.
  const upTo = params['rule'] === 'free-disk' ? 'jusqu’à ' : '';
  return `${excessSentence(params)} Vider la corbeille libérerait ${upTo}${amount}.`;
}

function excessSentence(params: ProblemParams): string {
  const { level, dimension = '', group, host, rule } = params;
  const [of, wayOut] = DIMENSIONS[dimension] ?? ['ressources', 'libérez une machine'];
  const { used, asked, limit } = quotaAmounts(params, 'fr', UNITS);
  const whose = `du groupe${group === undefined ? '' : ` « ${group} »`}`;
  if (rule === 'member-budget')
    return `Vous ne pouvez pas accorder ${asked} à un membre (${of}) : le budget ${whose} est de ${limit}.`;
  if (rule === 'free-disk')
    return `Le serveur n’a plus que ${limit} de disque libre et il en faut ${asked} pour démarrer une machine : prévenez un administrateur.`;
  const figures = `(utilisé : ${used} sur ${limit} ; demandé : ${asked})`;
  if (rule === 'all-hosts')
    return `Aucun serveur n’a assez de ${of} (sur ${host}, utilisé : ${used} sur ${limit} ; demandé : ${asked}) : ${wayOut} ou recommencez plus tard.`;
  if (level === 'group')
    return `Le budget de ${of} ${whose} ne suffit pas ${figures} : ${wayOut} ou adressez-vous à votre enseignant.`;
  if (level === 'host')
    return `Le serveur n’a pas assez de ${of} ${figures} : ${wayOut} ou recommencez plus tard.`;
  return `Le quota de ${of} ne suffit pas ${figures} : ${wayOut} ou demandez une augmentation.`;
}
