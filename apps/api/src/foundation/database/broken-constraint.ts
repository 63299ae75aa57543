import { QueryFailedError } from 'typeorm';

/** The name of the constraint that made a write fail; undefined for any other failure. */
export function brokenConstraint(error: unknown): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  // pg's own error, which TypeORM passes on as it came.
  return (error.driverError as { constraint?: string } | undefined)?.constraint;
}

const FOREIGN_KEY = '23503';

/** Whether a write failed because a row that it refers to was deleted between our look at it and the write. */
export function namesWhatHasGone(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { code } = error.driverError as { code?: string };
  // A DELETE of a row that others refer to breaks the same constraint, but is a mistake of ours.
  return code === FOREIGN_KEY && !/^\s*DELETE/i.test(error.query);
}
