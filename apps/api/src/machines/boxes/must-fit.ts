import { ProblemError } from '../../foundation/problems/problem-error.js';

/** Rejects what would not fit into this place, with the numbers in MiB. */
export function mustFit(
  box: string,
  place: string,
  { needed, free }: { needed: number; free: number },
): void {
  if (free >= needed) return;
  throw new ProblemError('not-possible-now', {
    ...{ action: 'box-space', box, place, needed: Math.ceil(needed), free: Math.floor(free) },
  });
}
