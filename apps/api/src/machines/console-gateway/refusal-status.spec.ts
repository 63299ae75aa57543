import { expect, it } from '@jest/globals';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { refusalStatus } from './refusal-status.js';

it.each([
  ['a foreign origin', new ProblemError('foreign-origin'), 403],
  ['a ticket that is not good', new ProblemError('not-signed-in'), 401],
  ['a VM that is not theirs', new ProblemError('not-found'), 404],
  ['a VM without a screen', new ProblemError('not-possible-now'), 409],
  ['a database that is away', Object.assign(new Error('admin'), { code: '57P01' }), 503],
  ['a mistake of ours', new TypeError('undefined'), 500],
])('%s', (_, error, status) => expect(refusalStatus(error)).toBe(status));
