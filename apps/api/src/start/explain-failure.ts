import { ConfigurationError } from '../foundation/config/configuration.js';
import { EXIT_CODE } from '../foundation/config/exit-codes.js';
import { isDatabaseDown } from '../foundation/database/database-down.js';
import { messageForLog, textForLog } from '../foundation/logging/error-for-log.js';
import { ProblemError } from '../foundation/problems/problem-error.js';

/** Why the program does not start, for the person who started it. */
export function explainFailure(error: unknown): { message: string; exitCode: number } {
  if (error instanceof ConfigurationError) {
    const message = `\nThe configuration (environment or .env) is wrong:\n\n${error.message}\n\n`;
    return { message, exitCode: EXIT_CODE.wrongConfiguration };
  }
  const { code, address, port } = (error ?? {}) as { code?: string; address?: string; port?: number };
  if (code === 'EADDRINUSE') {
    const message = `\nPort ${port} of ${address} is taken: stop the other program, or set PORT to another.\n\n`;
    return { message, exitCode: EXIT_CODE.addressTaken };
  }
  if (code === 'EADDRNOTAVAIL' || code === 'EACCES') {
    const message = `\nCannot listen on ${address}:${port} (${code}): change HOST or PORT.\n\n`;
    return { message, exitCode: EXIT_CODE.addressTaken };
  }
  if (isDatabaseDown(error)) {
    const message = `\nThe database does not answer (${messageForLog(error)}): is DATABASE_URL right?\n\n`;
    return { message, exitCode: EXIT_CODE.failed };
  }
  if (error instanceof ProblemError && error.code === 'libvirt-unavailable') {
    const message = `\nlibvirt does not answer: is libvirtd running, and LIBVIRT_URI right?\n\n`;
    return { message, exitCode: EXIT_CODE.unavailable };
  }
  const message = `\nVM Manager cannot start: ${textForLog(error)}\n\n`;
  return { message, exitCode: EXIT_CODE.failed };
}
