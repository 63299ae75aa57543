import { QueryFailedError } from 'typeorm';
import { ProblemError } from '../http/problem-error.js';

/** The work's result; that the owner has a VM of this name becomes `name-taken`. */
export async function unlessNameTaken<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (breaksConstraint(error, 'vms_owner_name_key'))
      throw new ProblemError('name-taken', { name }, { cause: error });
    throw error;
  }
}

const breaksConstraint = (error: unknown, constraint: string) =>
  error instanceof QueryFailedError &&
  (error.driverError as { constraint?: string } | undefined)?.constraint === constraint;
