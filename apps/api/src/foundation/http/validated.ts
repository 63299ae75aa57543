import * as z from 'zod';
import { DEEPEST } from './json-depth.js';
import { ProblemError, type FieldError } from '../problems/problem-error.js';

/** What the schema makes of it; rejects with `invalid-request` and what is wrong with each field. */
export function validated<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value, { reportInput: true });
  const broken = brokenTexts(value);
  if (parsed.success && broken.length === 0) return parsed.data;
  if (parsed.success) throw new ProblemError('invalid-request', {}, { errors: broken });
  throw new ProblemError('invalid-request', {}, { errors: parsed.error.issues.map(toFieldError) });
}

/** Half of a character, which no database and no UTF-8 can hold. */
function brokenTexts(value: unknown, path: PropertyKey[] = []): FieldError[] {
  if (path.length > DEEPEST) throw new ProblemError('malformed-request');
  if (typeof value === 'string')
    return value.isWellFormed()
      ? []
      : [{ pointer: toPointer(path), issue: { code: 'custom', path, message: 'text.unseen', input: '' } }];
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => brokenTexts(part, [...path, key]));
}

function toFieldError(issue: z.core.$ZodIssue): FieldError {
  // Only `input` changes, which a spread of the union of all issues cannot tell.
  return {
    pointer: toPointer(issue.path),
    issue: { ...issue, input: sameKind(issue.input) } as z.core.$ZodIssue,
  };
}

/** RFC 6901. */
function toPointer(path: PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The message needs to know what kind of value came, but a value may be a password and goes nowhere. */
function sameKind(input: unknown): unknown {
  if (Array.isArray(input)) return [];
  if (input === null || input === undefined) return input;
  return { string: '', number: 0, boolean: false, object: {} }[typeof input as string];
}
