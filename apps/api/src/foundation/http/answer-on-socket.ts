import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Language } from '@vm-manager/contracts';
import type { ProblemError } from '../problems/problem-error.js';
import { toProblem } from '../problems/problem.js';

/**
 * Answers with a problem where there is no request that Nest could answer: nothing readable was sent, or it is an upgrade.
 * Ends the connection.
 */
export function answerOnSocket(
  socket: Duplex,
  refusal: Pick<ProblemError, 'code' | 'params'>,
  { headers = {}, language = 'fr' }: { headers?: Record<string, string>; language?: Language } = {},
): void {
  const problem = toProblem(refusal, language);
  const body = JSON.stringify(problem);
  const lines = Object.entries({
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    Connection: 'close',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`, ...lines].join('\r\n');
  socket.on('error', () => undefined);
  socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy());
}
