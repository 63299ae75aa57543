import { expect, it } from '@jest/globals';
import pino from 'pino';
import { redaction } from './logging.js';

it('a log line never holds a secret, however deep it was put', () => {
  const lines: string[] = [];
  const logger = pino({ redact: redaction }, { write: (line: string) => void lines.push(line) });
  logger.info({ password: 'S1', body: { rootPassword: 'S2' }, job: { input: { newPassword: 'S3' } } });
  logger.info({ req: { headers: { cookie: 'S4', authorization: 'S5', 'sec-websocket-protocol': 'S6' } } });
  expect(lines.join('')).not.toMatch(/S\d/);
});
