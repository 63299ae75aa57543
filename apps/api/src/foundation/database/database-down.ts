import { CannotExecuteNotConnectedError } from 'typeorm';

/** SQLSTATE: connection exceptions, shut down or dropped, too many connections. */
const AWAY = /^(08...|57P0[1-4]|53300)$/;
/** No room (disk, memory, a limit of the server's), a disk that fails, or a server that only reads. */
const FULL = /^(530..|53[124]..|58030|25006)$/;
/** Codes of the operating system that say the same about files of ours. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);
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

/** Whether an error says that the database can write nothing more. */
export const isDatabaseFull = (error: unknown) => FULL.test(codeOf(error));

/** Whether an error says that there was no room to write a file of ours. */
export const isDiskFull = (error: unknown) => NO_ROOM.has(codeOf(error));

/** SQLSTATE: NUL or half of a character, in a text or in JSON. */
const UNHELD = new Set(['22021', '22P05']);

/** Whether an error says that a text cannot be stored in any database, which is the fault of whoever sent it. */
export const isUnheldText = (error: unknown) => UNHELD.has(codeOf(error));

/** SQLSTATE: a deadlock, or a conflict with another transaction. */
const OVERTAKEN = new Set(['40P01', '40001', '55P03']);

/** Whether an error says that another transaction used the same rows: a second try is likely to succeed. */
export const isOvertaken = (error: unknown) => OVERTAKEN.has(codeOf(error));

const codeOf = (error: unknown) => String(((error ?? {}) as { code?: unknown }).code);

/** Whether an error says that the database is away or full, rather than that a query is wrong. */
export function isDatabaseDown(error: unknown): boolean {
  if (error instanceof CannotExecuteNotConnectedError || isDatabaseFull(error)) return true;
  const { code, syscall, message, query } = (error ?? {}) as Record<string, unknown>;
  if (AWAY.test(String(code)) || MESSAGES.test(String(message))) return true;
  return CONNECT_CODES.has(String(code)) && (syscall === 'connect' || query !== undefined);
}
