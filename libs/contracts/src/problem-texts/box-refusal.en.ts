import { numberAsRead } from '../number-as-read.js';
import type { ProblemParams } from '../problem.js';

/** Why something is not done with a box; undefined for refusals of other things. */
export function boxRefusalInEnglish({
  action,
  box = '',
  machines = '',
  more = 0,
  command = '',
  needed = 0,
  free = 0,
  place = '',
  limit = 0,
}: ProblemParams): string | undefined {
  switch (action) {
    case 'retire-box':
      return `VMs stand on the box “${box}”: ${machines}${more ? ` and ${more} others` : ''}. It can be retired when they are deleted.`;
    case 'use-box':
      return `The box “${box}” is being used: try again in a minute.`;
    case 'bake-busy':
      return `The box “${box}” is being baked already: wait until that is over, or cancel it first.`;
    case 'bake-here':
      return `The portal cannot bake boxes where it runs: it lacks the rights or the programs. On the host, in the folder of VM Manager: ${command}`;
    case 'bake-without-recipe':
      return `The box “${box}” has no recipe: it is made elsewhere, and imported.`;
    case 'upload-limit':
      return `You have ${limit} unfinished uploads of boxes already: finish one or cancel it, then try again. An abandoned upload goes after a day.`;
    case 'upload-unfinished':
      return 'This upload is not finished: go on with the same file.';
    case 'import-address':
      return 'An http:// address needs the checksum (SHA-256) of the file; an https:// address does without.';
    case 'box-space':
      return `There is no room for the box “${box}”: ${numberAsRead(needed, 'en')} MiB must be free in ${place}, there are ${numberAsRead(free, 'en')}. Retire unused boxes, then try again.`;
    default:
      return undefined;
  }
}
