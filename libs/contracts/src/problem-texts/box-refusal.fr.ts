import type { ProblemParams } from '../problem.js';

/** Why something is not done with a box; undefined for refusals of other things. */
export function boxRefusalInFrench({
  action,
  box = '',
  machines = '',
  more = 0,
}: ProblemParams): string | undefined {
  switch (action) {
    case 'retire-box':
      return `Des machines se posent sur l’image « ${box} » : ${machines}${more ? ` et ${more} autres` : ''}. Elle peut être retirée quand elles sont supprimées.`;
    case 'use-box':
      return `L’image « ${box} » est en cours d’utilisation : recommencez dans une minute.`;
    default:
      return undefined;
  }
}
