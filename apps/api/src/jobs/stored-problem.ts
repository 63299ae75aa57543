import { ProblemError } from '../http/problem-error.js';
import type { StoredProblem } from './job.entity.js';

/** What a person may read of an error; null for one that nobody foresaw, which goes to the log instead. */
export function storedProblem(error: unknown): StoredProblem | null {
  return error instanceof ProblemError ? { code: error.code, params: error.params } : null;
}
