import type { FieldError } from './problem-error.js';

/** What is wrong with one field that only the service can tell; `message` is a key of the contracts' texts. */
export function fieldError(pointer: string, message: string): FieldError {
  return { pointer, issue: { code: 'custom', path: [], message, input: '' } };
}
