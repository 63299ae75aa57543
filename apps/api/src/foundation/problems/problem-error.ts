import type { ProblemCode, ProblemParams, QuotaExcess } from '@vm-manager/contracts';
import type * as z from 'zod';

/** What is wrong with one field: the schema's issue, or a sentence already. */
export type FieldError = { pointer: string } & ({ issue: z.core.$ZodIssue } | { detail: string });

/** What is wrong with one field that only the service can tell; `message` is a key of the contracts' texts. */
export function fieldError(pointer: string, message: string): FieldError {
  return { pointer, issue: { code: 'custom', path: [], message, input: '' } };
}

/** What exists but is not for whoever asked: for the audit log only, the answer is as if it were not there. */
export interface Withheld {
  id: string;
  name: string;
  ownerId: string | null;
}

/**
 * Why something asked for is not done, in the words of the domain. http/ alone turns it into an answer;
 * `code` and `params` can be stored and put into words later.
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
