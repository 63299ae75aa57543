import { brokenConstraint } from '../../foundation/database/broken-constraint.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';

/** Says so when someone else took the name at the same moment. */
export function orNameTaken(error: unknown): never {
  if (brokenConstraint(error) === 'UQ_users_username')
    throw new ProblemError('name-taken', {}, { cause: error });
  throw error;
}
