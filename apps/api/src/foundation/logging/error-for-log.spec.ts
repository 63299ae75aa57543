import { beforeAll, describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { parse } from 'csv-parse/sync';
import { Logger, LoggerModule } from 'nestjs-pino';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { DatabaseError } from 'pg';
import { QueryFailedError } from 'typeorm';
import * as z from 'zod';
import { errorForLog } from './error-for-log.js';
import { loggingOptions } from './logging.js';

const SECRET = 'S3CRET "words"\n    at S3CRET (/S3CRET.js:1:1)';

/** As PostgreSQL's driver makes them: the row or the value stands in `detail`, `where` and often in the message. */
function driverError(code: string, message: string, fields: object = {}): DatabaseError {
  return Object.assign(new DatabaseError(message, message.length, 'error'), {
    code,
    detail: `Key (username)=(${SECRET}) already exists.`,
    where: `unnamed portal parameter $1 = '${SECRET}'`,
    ...fields,
  });
}

const failed = (error: Error) =>
  new QueryFailedError('INSERT INTO users VALUES ($1, $2)', ['bob', SECRET], error);
function thrownBy(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

const unique = driverError('23505', 'duplicate key value violates unique constraint "UQ_users_username"', {
  constraint: 'UQ_users_username',
  table: 'users',
});

const ERRORS: Record<string, Error> = {
  'a failed query': failed(unique),
  'a disk that is full': failed(driverError('53100', 'could not extend file "base/5/1234": No space left')),
  'a wrong uuid': failed(driverError('22P02', `invalid input syntax for type uuid: "${SECRET}"`)),
  'a date out of range': driverError('22008', `date/time field value out of range: "${SECRET}"`),
  'a query that is text': driverError('42601', `syntax error at or near "${SECRET}"`),
  'a cause': new Error('cannot save', { cause: new Error('why', { cause: failed(unique) }) }),
  'several at once': new AggregateError([failed(unique), unique], 'all failed'),
  'wrong JSON': thrownBy(() => JSON.parse(`{"password": ${SECRET}`)),
  'a body that cannot be read': Object.assign(
    thrownBy(() => JSON.parse('S3CRET')),
    {
      body: SECRET,
      type: 'entity.parse.failed',
    },
  ),
  'a wrong table of text': thrownBy(() => parse(`a,"S3CRET"S3CRET\n`)),
  'a schema that reports its input': thrownBy(() =>
    z
      .object({ password: z.string().max(2) })
      .strict()
      .parse({ password: SECRET, S3CRET: 1 }, { reportInput: true }),
  ),
  'a wrong URL': thrownBy(() => new URL(`http://S3CRET:${SECRET}`)),
  'a wrong argument': thrownBy(() => readFileSync('S3CRET\0')),
  'a program that failed': thrownBy(() =>
    execFileSync('sh', ['-c', 'echo "$1" >&2; exit 3', 'sh', SECRET], { stdio: 'pipe' }),
  ),
  'an answer of a mail server': Object.assign(new Error('Message failed'), {
    command: `AUTH PLAIN ${SECRET}`,
    response: SECRET,
    rejectedErrors: [Object.assign(new Error('no'), { message: `"${SECRET}"` })],
  }),
  'a refused bind': Object.assign(new Error('80090308: LdapErr: DSID-0C09, data 52e'), {
    lde_dn: SECRET,
    control: { value: SECRET },
  }),
  'a name that is none': Object.assign(new Error('x'), { name: SECRET, code: SECRET }),
};

const lines: string[] = [];
let logger: Logger;

beforeAll(async () => {
  const options = loggingOptions({ logLevel: 'trace' }, { write: (line: string) => void lines.push(line) });
  const module = await Test.createTestingModule({ imports: [LoggerModule.forRoot(options)] }).compile();
  logger = module.get(Logger);
});

describe('the log never holds what a failing library was given', () => {
  it.each(Object.entries(ERRORS))('%s', (_, error) => {
    lines.length = 0;
    // Node's own errors come from another realm here, where nestjs-pino does not take them for errors.
    logger.error(error instanceof Error ? error : { err: error }, 'Somewhere');
    logger.warn({ err: error, job: { trouble: [error] } }, 'Somewhere');
    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toContain('S3CRET');
  });

  it('but says what is wrong, where, and in which table', () => {
    const { type, message, code, constraint, table, stack, cause } = errorForLog(
      new Error('cannot save', { cause: failed(unique) }),
    );
    expect({ type, message, code, constraint, table }).toEqual({ type: 'Error', message: 'cannot save' });
    expect(stack).toMatch(/^Error: cannot save\n\s+at .*error-for-log\.spec/);
    expect(cause).toMatchObject({
      type: 'QueryFailedError',
      message: 'duplicate key value violates unique constraint "UQ_users_username"',
      code: '23505',
      constraint: 'UQ_users_username',
      table: 'users',
    });
  });

  it('ends with causes that go in a circle', () => {
    const one = new Error('one');
    one.cause = new Error('two', { cause: one });
    expect(JSON.stringify(errorForLog(one)).length).toBeLessThan(20_000);
  });
});
