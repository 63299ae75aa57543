import type * as z from 'zod';

/** What everyone has to know of one kind of job; how its steps are done is known to its plan alone. */
export interface JobDeclaration {
  /** In their order; the portal has words for each. */
  steps: readonly [string, ...string[]];
  /** Heavy jobs wait for one of a host's few slots, and keep no light one waiting. */
  lane: 'light' | 'heavy';
  /** What the steps need and anyone may read. Parsed when the job is created, and again when it is run. */
  input?: z.ZodObject;
  /** What the steps need and nobody may read: sealed while the job lives. Parsed in the same way. */
  secrets?: z.ZodObject;
  /** When the job fails its secrets stay for a day, so that it can be tried again without asking for them. */
  keepsSecrets?: true;
  /** Cannot be cancelled: half of it done would be of no use to anyone. */
  runsToItsEnd?: true;
}
