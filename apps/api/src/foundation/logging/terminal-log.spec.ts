import { expect, it } from '@jest/globals';
import pino from 'pino';
import { terminalLog } from './terminal-log.js';

const shown = (log: (logger: pino.Logger) => void) => {
  let text = '';
  log(
    pino(
      { base: null },
      terminalLog((piece) => (text += piece)),
    ),
  );
  return text;
};

it('says the time, what is wrong, who says it', () => {
  expect(shown((logger) => logger.info({ context: 'Mail' }, 'sent'))).toMatch(
    /^\d\d:\d\d:\d\d {2}Mail: sent\n$/,
  );
  expect(shown((logger) => logger.warn('careful'))).toMatch(/^\S+ {2}warning {2}careful\n$/);
});

it('a request is a line', () => {
  const line = { req: { method: 'GET', path: '/api/vms' }, res: { status: 200 }, responseTime: 11.6 };
  expect(shown((logger) => logger.info(line, 'request completed'))).toMatch(
    / {2}GET \/api\/vms 200 12 ms\n$/,
  );
});

it('no control character reaches the terminal', () =>
  expect(shown((logger) => logger.info('a\u001b]0;title\u0007b\u009b31m'))).not.toMatch(/[^\P{Cc}\n]/u));
