import { ProblemError } from '../problems/problem-error.js';

/** The problem of a file that is not understood; nothing in it is guessed. `about` goes into the sentence. */
export function csvRefusal(message: string, { about, cause }: { about?: string; cause?: unknown } = {}) {
  const params = about === undefined ? {} : { params: { limit: about } };
  const issue = { code: 'custom' as const, path: [], message, input: '', ...params };
  return new ProblemError('invalid-request', {}, { errors: [{ pointer: '', issue }], cause });
}
