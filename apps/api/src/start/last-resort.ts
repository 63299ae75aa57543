import { Logger } from '@nestjs/common';
import type { EventEmitter } from 'node:events';
import { EXIT_CODE } from '../foundation/config/exit-codes.js';
import { isError } from '../foundation/logging/error-for-log.js';

const CLOSES_WITHIN_MS = 10_000;

/**
 * For errors that nobody caught. A rejected promise concerns one piece of work: it is logged, and all consoles and jobs go on.
 * An uncaught exception may have left anything half done: the program ends in order, its supervisor starts it again, and jobs go
 * on from where they were.
 */
export function lastResort(
  program: EventEmitter & Pick<NodeJS.Process, 'exit'>,
  close: () => Promise<void>,
  logger: Pick<Logger, 'error' | 'fatal'> = new Logger('LastResort'),
): void {
  program.on('unhandledRejection', (reason: unknown) => logger.error(toError(reason)));
  program.once('uncaughtException', (error: unknown) => {
    logger.fatal(toError(error));
    const end = () => program.exit(EXIT_CODE.failed);
    setTimeout(end, CLOSES_WITHIN_MS).unref();
    close().then(end, end);
  });
}

const toError = (thrown: unknown) =>
  isError(thrown) ? thrown : new Error(`Something else than an error was thrown: ${typeof thrown}`);
