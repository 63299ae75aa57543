import { CannotExecuteNotConnectedError } from 'typeorm';

/** SQLSTATE: connection exceptions, shutdown in progress, too many connections. */
const CODES = /^(08...|57P0[1-3]|53300)$/;
const CONNECT_CODES = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
const MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|Cannot use a pool after calling end/;

/** Whether an error says that the database is away, rather than that a query is wrong. */
export function isDatabaseDown(error: unknown): boolean {
  if (error instanceof CannotExecuteNotConnectedError) return true;
  if (!(error instanceof Error)) return false;
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (CODES.test(code) || MESSAGES.test(error.message)) return true;
  return CONNECT_CODES.has(code) && (syscall === 'connect' || 'query' in error);
}
