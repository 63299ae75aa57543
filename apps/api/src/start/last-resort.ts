import { Logger } from '@nestjs/common';
import type { EventEmitter } from 'node:events';
import { EXIT_CODE } from '../foundation/config/exit-codes.js';
import { isError } from '../foundation/logging/error-for-log.js';

const CLOSES_WITHIN_MS = 10_000;

/**
 * For what nobody caught. Work that failed with nobody listening is that work's trouble: it is told, and everybody's
 * consoles and jobs go on. An exception out of nowhere may have left anything half done: we end in order, whoever started
 * us starts us again, and jobs go on from where they are.
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
