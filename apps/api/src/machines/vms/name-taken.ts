import { brokenConstraint } from '../../foundation/database/broken-constraint.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';

/** The work's result; that the owner has a VM of this name becomes `name-taken`. */
export async function unlessNameTaken<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (brokenConstraint(error) === 'UQ_vms_owner_name')
      throw new ProblemError('name-taken', { name }, { cause: error });
    throw error;
  }
}
