import type { ProblemCode } from '@vm-manager/contracts';
import { isDiskFull } from '../foundation/database/database-down.js';
import { ProblemError } from '../foundation/problems/problem-error.js';

/** What went wrong, in no language yet. */
export interface StoredProblem {
  code: ProblemCode;
  params: Record<string, string | number>;
}

/** An error as its job keeps it for people to read; null for an unforeseen one, which is logged instead. */
export function storedProblem(error: unknown): StoredProblem | null {
  if (isDiskFull(error)) return { code: 'host-full', params: { dimension: 'diskGiB' } };
  return error instanceof ProblemError ? { code: error.code, params: error.params } : null;
}
