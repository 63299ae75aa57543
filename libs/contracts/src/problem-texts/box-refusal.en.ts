import type { ProblemParams } from '../problem.js';

/** Why something is not done with a box; undefined for refusals of other things. */
export function boxRefusalInEnglish({
  action,
  box = '',
  machines = '',
  more = 0,
}: ProblemParams): string | undefined {
  switch (action) {
    case 'retire-box':
      return `VMs stand on the box “${box}”: ${machines}${more ? ` and ${more} others` : ''}. It can be retired when they are deleted.`;
    case 'use-box':
      return `The box “${box}” is being used: try again in a minute.`;
    default:
      return undefined;
  }
}
