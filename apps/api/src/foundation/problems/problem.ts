import {
  describeIssue,
  problemText,
  type Language,
  type Problem,
  type ProblemCode,
  type ProblemParams,
  type QuotaExcess,
} from '@vm-manager/contracts';
import type { FieldError } from './problem-error.js';
import { PROBLEM_STATUS } from './problem-status.js';

/** RFC 9457, in the reader's language. Takes a `ProblemError` or what was stored of one. */
export function toProblem(
  {
    code,
    params,
    errors,
    exceeded,
  }: {
    code: ProblemCode;
    params: ProblemParams;
    errors?: FieldError[] | undefined;
    exceeded?: QuotaExcess[] | undefined;
  },
  language: Language,
  instance?: string,
): Problem {
  return {
    type: `/problems/${code}`,
    status: PROBLEM_STATUS[code],
    ...problemText(code, params, language),
    ...(instance === undefined ? {} : { instance }),
    ...(exceeded ? { exceeded } : {}),
    ...(errors ? { errors: errors.map((error) => toFieldProblem(error, language)) } : {}),
  };
}

export function toFieldProblem(error: FieldError, language: Language): { pointer: string; detail: string } {
  if ('detail' in error) return error;
  const { pointer, issue } = error;
  return { pointer, detail: describeIssue(issue, language) };
}
