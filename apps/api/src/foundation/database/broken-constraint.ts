import { QueryFailedError } from 'typeorm';

/** The name of the constraint that a write would have broken; undefined when it failed of something else. */
export function brokenConstraint(error: unknown): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  // pg's own error, which TypeORM passes on as it came.
  return (error.driverError as { constraint?: string } | undefined)?.constraint;
}
