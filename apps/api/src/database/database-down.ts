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
  const { code, syscall, message, query } = (error ?? {}) as Record<string, unknown>;
  if (CODES.test(String(code)) || MESSAGES.test(String(message))) return true;
  return CONNECT_CODES.has(String(code)) && (syscall === 'connect' || query !== undefined);
}
