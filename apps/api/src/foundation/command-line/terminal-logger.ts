import { ConsoleLogger } from '@nestjs/common';
import { isError, textForLog } from '../logging/error-for-log.js';

/** Shows warnings and errors on the terminal. Nest's own logger would print everything that an error carries, secrets too. */
export class TerminalLogger extends ConsoleLogger {
  override error(message: unknown, ...rest: [stack?: string, context?: string]): void {
    // Thrown once more, and said by whoever ends the command.
    if (rest.at(-1) === 'ExceptionHandler') return;
    super.error(isError(message) ? textForLog(message) : message, ...rest);
  }

  override warn(message: unknown, ...rest: [context?: string]): void {
    super.warn(isError(message) ? textForLog(message) : message, ...rest);
  }
}
