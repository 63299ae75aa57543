import { isAbsolute } from 'node:path';
import { diskFaultOf } from '../foundation/command-line/disk-fault.js';
import { ConfigurationError } from '../foundation/config/configuration.js';
import { EXIT_CODE } from '../foundation/config/exit-codes.js';
import { isDatabaseDown } from '../foundation/database/database-down.js';
import { messageForLog, textForLog } from '../foundation/logging/error-for-log.js';
import { ProblemError } from '../foundation/problems/problem-error.js';

/** The address to listen on does not belong to this machine, or is taken. */
export class ListenError extends Error {
  override readonly name = 'ListenError';

  constructor(
    readonly host: string,
    readonly port: number,
    options: { cause: unknown },
  ) {
    super(`Cannot listen on ${host}:${port}`, options);
  }
}

/** Why the program does not start, for the person who started it. */
export function explainFailure(error: unknown): { message: string; exitCode: number } {
  if (error instanceof ConfigurationError) {
    const message = `\nThe configuration (environment or .env) is wrong:\n\n${error.message}\n\n`;
    return { message, exitCode: EXIT_CODE.wrongConfiguration };
  }
  if (error instanceof ListenError) {
    const { host, port } = error;
    const { code } = (error.cause ?? {}) as { code?: string };
    const message = isAbsolute(host)
      ? `\nCannot listen on ${host} (${code}): is another process there, and is the folder this user's?\n\n`
      : code === 'EADDRINUSE'
        ? `\nPort ${port} of ${host} is taken: stop the other program, or set PORT to another.\n\n`
        : `\nCannot listen on ${host}:${port} (${code}): change HOST or PORT.\n\n`;
    return { message, exitCode: EXIT_CODE.addressTaken };
  }
  if (isDatabaseDown(error) || isWrongDatabase(error)) {
    const message = `\nThe database does not answer as it should (${messageForLog(error)}): is DATABASE_URL right?\n\n`;
    return { message, exitCode: EXIT_CODE.failed };
  }
  if (error instanceof ProblemError && error.code === 'libvirt-unavailable') {
    const message = `\nlibvirt does not answer: is libvirtd running, and LIBVIRT_URI right?\n\n`;
    return { message, exitCode: EXIT_CODE.unavailable };
  }
  const fault = diskFaultOf(error);
  if (fault !== null) return { message: `\n${fault}\n\n`, exitCode: EXIT_CODE.failed };
  const message = `\nVM Manager cannot start: ${textForLog(error)}\n\n`;
  return { message, exitCode: EXIT_CODE.failed };
}

/** SQLSTATE: a user or password that is refused, a database that does not exist. */
const REFUSED = /^(28...|3D000)$/;

/** During the start no other host name is looked up whose failure would end the program. */
function isWrongDatabase(error: unknown): boolean {
  const { code, syscall } = (error ?? {}) as { code?: unknown; syscall?: unknown };
  return syscall === 'getaddrinfo' || REFUSED.test(String(code));
}
