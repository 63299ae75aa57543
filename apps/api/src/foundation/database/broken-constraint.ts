import { QueryFailedError } from 'typeorm';

/** The name of the constraint that a write would have broken; undefined when it failed of something else. */
export function brokenConstraint(error: unknown): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  // pg's own error, which TypeORM passes on as it came.
  return (error.driverError as { constraint?: string } | undefined)?.constraint;
}

const FOREIGN_KEY = '23503';

/** Whether a write names something that was there when it was looked for, and went before the write: whoever deleted it was first. */
export function namesWhatHasGone(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { code } = error.driverError as { code?: string };
  // What is deleted although something needs it breaks the same constraint, and is a mistake of ours.
  return code === FOREIGN_KEY && !/^\s*DELETE/i.test(error.query);
}
