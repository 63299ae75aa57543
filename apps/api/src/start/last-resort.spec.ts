import { expect, it, jest } from '@jest/globals';
import { EventEmitter, once } from 'node:events';
import { lastResort } from './last-resort.js';

/** A process that says what became of it. */
class Program extends EventEmitter {
  exit(code: number): never {
    this.emit('exited', code);
    return undefined as never;
  }
}
const heard = () => ({ error: jest.fn(), fatal: jest.fn() });

it('work that failed with nobody listening is told, and the process goes on', () => {
  const [program, logger, close] = [new Program(), heard(), jest.fn(() => Promise.resolve())];
  lastResort(program, close, logger);
  const failure = new Error('the domain has gone');
  program.emit('unhandledRejection', failure);
  program.emit('unhandledRejection', 'a text that may hold a password');
  expect(logger.error.mock.calls).toEqual([
    [failure],
    [expect.objectContaining({ message: expect.not.stringContaining('password') })],
  ]);
  expect(close).not.toHaveBeenCalled();
});

it.each([
  ['closes', () => Promise.resolve()],
  ['cannot even close', () => Promise.reject(new Error('the database is away'))],
])('after an exception out of nowhere it ends: it %s', async (_, close) => {
  const [program, logger] = [new Program(), heard()];
  lastResort(program, close, logger);
  const exited = once(program, 'exited');
  program.emit('uncaughtException', new Error('half done'));
  expect(await exited).toEqual([1]);
  expect(logger.fatal).toHaveBeenCalledTimes(1);
});
