import { isNativeError } from 'node:util/types';
import * as z from 'zod';

/** What the log may know of an error. */
export interface LoggedError {
  type: string;
  message: string;
  code?: string | number;
  /** Names from our own schema, never values. */
  constraint?: string;
  table?: string;
  column?: string;
  stack: string;
  cause?: LoggedError;
  errors?: LoggedError[];
}

const DEEPEST = 5;
const ERRORS_AT_MOST = 10;
const SQL_NAMES = ['constraint', 'table', 'column'] as const;
const WORD = /^[\w.$-]{1,80}$/;
/**
 * SQLSTATE classes whose messages quote names of constraints or columns, but never a value. 42601 is left out: it quotes
 * the query.
 */
const QUOTES_NAMES_ONLY = /^(23|42(?!601))[0-9A-Z]{3}$/;

export const isError = (thrown: unknown): thrown is Error => isNativeError(thrown) || thrown instanceof Error;

/**
 * Errors of libraries carry what they were given: TypeORM the parameters of the query, PostgreSQL the row, a parser the
 * text, an HTTP client the headers. So only what is named here is taken, and of the words only those that quote nothing.
 */
export function errorForLog(thrown: unknown, depth = 0): LoggedError {
  if (!isError(thrown)) return { type: typeof thrown, message: 'not an error', stack: '' };
  const { name, code, cause, errors, driverError } = thrown as unknown as Record<string, unknown>;
  const type = WORD.test(String(name)) ? String(name) : 'Error';
  const message = messageForLog(thrown);
  const inner = (of: unknown) => errorForLog(of, depth + 1);
  const names = { ...(driverError as object | undefined), ...thrown } as Record<string, unknown>;
  return {
    type,
    message,
    ...(isWord(code) ? { code } : {}),
    ...Object.fromEntries(
      SQL_NAMES.filter((key) => isWord(names[key])).map((key) => [key, String(names[key])]),
    ),
    stack: [`${type}: ${message}`, ...framesOf(thrown)].join('\n'),
    ...(isError(cause) && depth < DEEPEST ? { cause: inner(cause) } : {}),
    ...(Array.isArray(errors) && depth < DEEPEST
      ? { errors: errors.filter(isError).slice(0, ERRORS_AT_MOST).map(inner) }
      : {}),
  };
}

/** For a terminal: the stack, and those of the causes below it. */
export function textForLog(thrown: unknown): string {
  const lines = ({ stack, message, cause, errors = [] }: LoggedError): string[] => [
    stack || message,
    ...[...(cause ? [cause] : []), ...errors].flatMap((inner) => `because of ${lines(inner).join('\n')}`),
  ];
  return lines(errorForLog(thrown)).join('\n');
}

/** An error's words without what it was given. */
export function messageForLog(thrown: unknown): string {
  if (!isError(thrown)) return typeof thrown === 'string' ? withoutQuotes(thrown) : `a ${typeof thrown}`;
  if (thrown instanceof z.core.$ZodError)
    return thrown.issues.map(({ code, path }) => `${code} at /${path.map(String).join('/')}`).join(', ');
  const { code } = thrown as NodeJS.ErrnoException;
  const message = String(thrown.message);
  if (QUOTES_NAMES_ONLY.test(String(code))) return message;
  // Node's messages repeat a wrong argument, and the whole command line of a program that failed.
  if (String(code).startsWith('ERR_'))
    return withoutQuotes(message.replace(/\b(Received|received) [^]*$/, '$1 …'));
  return withoutQuotes(message.replace(/^(Command failed:) [^]*$/, '$1 …'));
}

/** Errors among what is logged, wherever they stand, as the log may know them. */
export function withSafeErrors(logged: unknown, depth = 0): unknown {
  if (isError(logged)) return errorForLog(logged);
  if (typeof logged !== 'object' || logged === null || depth > DEEPEST) return logged;
  if (Array.isArray(logged)) return logged.map((one) => withSafeErrors(one, depth + 1));
  if (Object.getPrototypeOf(logged) !== Object.prototype) return logged;
  return Object.fromEntries(
    Object.entries(logged).map(([key, value]) => [key, withSafeErrors(value, depth + 1)]),
  );
}

const isWord = (value: unknown): value is string | number =>
  typeof value === 'number' || (typeof value === 'string' && WORD.test(value));

/** Removes everything between the first and the last quotation mark, as quoted text may hold such marks itself. */
const withoutQuotes = (text: string) => text.replace(/"[^]*"|"[^]*$/, '"…"');

/** Only the places: a stack begins with name and message, which may have lines that look like places. */
function framesOf({ name, stack, message }: Error): string[] {
  return (stack ?? '')
    .replace(message, '')
    .replace(name, '')
    .split('\n')
    .filter((line) => /^\s+at \S/.test(line));
}
