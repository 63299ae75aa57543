import { describe, expect, it } from '@jest/globals';
import { explainFailure } from './explain-failure.js';

const errorWith = (message: string, more: object) => Object.assign(new Error(message), more);

describe('a database that cannot be had', () => {
  it.each([
    [
      'ENOTFOUND',
      errorWith('getaddrinfo ENOTFOUND db.invalid', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
    ],
    ['EAI_AGAIN', errorWith('getaddrinfo EAI_AGAIN db', { code: 'EAI_AGAIN', syscall: 'getaddrinfo' })],
    ['ECONNREFUSED', errorWith('connect ECONNREFUSED', { code: 'ECONNREFUSED', syscall: 'connect' })],
    ['password', errorWith('password authentication failed for user "vmm"', { code: '28P01' })],
    ['pg_hba', errorWith('no pg_hba.conf entry', { code: '28000' })],
    ['no such database', errorWith('database "vmm" does not exist', { code: '3D000' })],
  ])('is one sentence that names the variable: %s', (_, error) => {
    const { message, exitCode } = explainFailure(error);
    expect(message).toContain('DATABASE_URL');
    expect(message).toContain(error.message.split(' "')[0]);
    expect(message).not.toMatch(/\n {4}at /);
    expect(exitCode).not.toBe(0);
  });
});

it('a file that belongs to another account is one sentence with the way out', () => {
  const error = errorWith('EACCES', { code: 'EACCES', syscall: 'open', path: '/data/secret.key' });
  const { message, exitCode } = explainFailure(error);
  expect(message).toMatch(
    /may not read or write there: \/data\/secret\.key\n.*as the account that the portal runs as/,
  );
  expect(message).not.toMatch(/\n {4}at /);
  expect(exitCode).toBe(1);
});

it('what nobody foresaw keeps its stack', () => {
  expect(explainFailure(new Error('unforeseen')).message).toMatch(/unforeseen[^]*\n {4}at /);
});
