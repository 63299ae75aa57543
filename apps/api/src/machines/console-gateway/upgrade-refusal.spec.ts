import { expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { upgradeRefusal } from './upgrade-refusal.js';

const request = { url: '/api/console?x=1', headers: { 'accept-language': 'en' } } as IncomingMessage;

it.each([
  ['a foreign origin', new ProblemError('foreign-origin'), 403, 'foreign-origin'],
  ['a ticket that is not good', new ProblemError('not-signed-in'), 401, 'not-signed-in'],
  ['a VM that is not theirs', new ProblemError('not-found'), 404, 'not-found'],
  ['a VM without a screen', new ProblemError('not-possible-now'), 409, 'not-possible-now'],
  [
    'a database that is away',
    Object.assign(new Error('admin'), { code: '57P01' }),
    503,
    'database-unavailable',
  ],
  ['a mistake of ours', new TypeError('undefined'), 500, 'internal-error'],
])('%s', (_, error, status, code) => {
  const refusal = upgradeRefusal(error, request);
  expect(refusal).toMatchObject({ status, headers: { 'Cache-Control': 'no-store' } });
  expect(JSON.parse(refusal.body)).toMatchObject({
    type: `/problems/${code}`,
    status,
    instance: '/api/console',
  });
});

it('speaks the language of whoever asked, and says nothing of a mistake of ours', () => {
  const body = (language: string) =>
    upgradeRefusal(new TypeError('secret'), {
      ...request,
      headers: { 'accept-language': language },
    } as IncomingMessage).body;
  expect(body('fr')).not.toBe(body('en'));
  expect(body('en')).not.toContain('secret');
});
