import { expect, it } from '@jest/globals';
import type { IncomingMessage, ServerResponse } from 'node:http';
import pino from 'pino';
import type { Options } from 'pino-http';
import { loggingOptions, redaction } from './logging.js';

it('a log line never holds a secret, however deep it was put', () => {
  const lines: string[] = [];
  const logger = pino({ redact: redaction }, { write: (line: string) => void lines.push(line) });
  logger.info({ password: 'S1', body: { rootPassword: 'S2' }, job: { input: { newPassword: 'S3' } } });
  logger.info({ req: { headers: { cookie: 'S4', authorization: 'S5', 'sec-websocket-protocol': 'S6' } } });
  expect(lines.join('')).not.toMatch(/S\d/);
});

it('what asks every few seconds whether we live does not fill the log, unless something is wrong', () => {
  const [options] = loggingOptions({ logLevel: 'info' }).pinoHttp as [Options, unknown];
  const levelOf = (url: string, statusCode: number) =>
    options.customLogLevel?.({ url } as IncomingMessage, { statusCode } as ServerResponse, undefined);
  expect(levelOf('/api/health/live', 200)).toBe('debug');
  expect(levelOf('/api/health/live', 500)).toBe('warn');
  expect(levelOf('/api/vms', 200)).toBe('info');
});
