import { declarationOf, JobKind, type JobDeclaration } from '@vm-manager/contracts';

/** Heavy jobs wait for one of a few slots. They have a queue of their own, so that no light job waits behind them. */
export type Lane = JobDeclaration['lane'];

export const laneOf = (kind: JobKind): Lane => declarationOf(kind).lane;

export const HEAVY_KINDS: readonly JobKind[] = JobKind.options.filter((kind) => laneOf(kind) === 'heavy');
