import { ConsoleLogger } from '@nestjs/common';
import { isError, textForLog } from '../logging/error-for-log.js';

/** Trouble on the terminal of whoever typed the command; Nest's own logger prints all that an error carries. */
export class TerminalLogger extends ConsoleLogger {
  override error(message: unknown, ...rest: [stack?: string, context?: string]): void {
    super.error(isError(message) ? textForLog(message) : message, ...rest);
  }

  override warn(message: unknown, ...rest: [context?: string]): void {
    super.warn(isError(message) ? textForLog(message) : message, ...rest);
  }
}
