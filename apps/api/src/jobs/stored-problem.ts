import type { ProblemCode } from '@vm-manager/contracts';
import { isDiskFull } from '../foundation/database/database-down.js';
import { ProblemError } from '../foundation/problems/problem-error.js';

/** What went wrong, in no language yet. */
export interface StoredProblem {
  code: ProblemCode;
  params: Record<string, string | number>;
}

/** What a person may read of an error; null for one that nobody foresaw, which goes to the log instead. */
export function storedProblem(error: unknown): StoredProblem | null {
  if (isDiskFull(error)) return { code: 'host-full', params: { dimension: 'diskGiB' } };
  return error instanceof ProblemError ? { code: error.code, params: error.params } : null;
}
