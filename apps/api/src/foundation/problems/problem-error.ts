import type { ProblemCode, ProblemParams, QuotaExcess } from '@vm-manager/contracts';
import type * as z from 'zod';

/** What is wrong with one field: an issue of the schema, or a finished sentence. */
export type FieldError = { pointer: string } & ({ issue: z.core.$ZodIssue } | { detail: string });

/** What is wrong with one field that only the service can tell; `message` is a key of the contracts' texts. */
export function fieldError(pointer: string, message: string, limit?: string): FieldError {
  return { pointer, issue: { code: 'custom', path: [], message, input: '', params: { limit } } };
}

/**
 * What exists but may not be seen by the actor. Only the audit log names it; the answer is the same as for something that
 * does not exist.
 */
export interface Withheld {
  id: string;
  name: string;
  ownerId: string | null;
}

/**
 * Why something is not done, independent of HTTP. http/ turns it into an answer; `code` and `params` can be stored and put into
 * words later.
 */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly errors: FieldError[] | undefined;
  readonly exceeded: QuotaExcess[] | undefined;
  readonly withheld: Withheld | undefined;

  constructor(
    readonly code: ProblemCode,
    readonly params: ProblemParams = {},
    {
      errors,
      exceeded,
      withheld,
      cause,
    }: { errors?: FieldError[]; exceeded?: QuotaExcess[]; withheld?: Withheld; cause?: unknown } = {},
  ) {
    super(code, { cause });
    this.errors = errors;
    this.exceeded = exceeded;
    this.withheld = withheld;
  }
}
