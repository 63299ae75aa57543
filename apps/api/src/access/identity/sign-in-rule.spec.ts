import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource, In } from 'typeorm';
import type { Environment } from '../../foundation/config/environment.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { SignInRule } from './sign-in-rule.js';
import { UserEntity } from './user.entity.js';

let api: TestApi;
let users: UserEntity[];
beforeAll(async () => {
  api = await startApi();
  const repository = api.app.get(DataSource).getRepository(UserEntity);
  await repository.insert(everyKind());
  users = await repository.findBy({ username: In(everyKind().map(({ username }) => username)) });
});
afterAll(() => api.stop());

/** One account of each mixture of what the rule looks at, named for it. */
function everyKind() {
  const [date, hash] = [new Date(), 'a hash'];
  return (['local', 'directory'] as const).flatMap((source) =>
    [null, date].flatMap((disabledAt) =>
      [null, date].flatMap((leftDirectoryAt) =>
        [null, hash].map((passwordHash) => {
          const said = [disabledAt && 'disabled', leftDirectoryAt && 'left', passwordHash && 'password'];
          const username = [source, ...said.filter(Boolean)].join('-');
          const kind = { source, disabledAt, leftDirectoryAt, passwordHash };
          return { username, displayName: username, role: 'teacher' as const, ...kind };
        }),
      ),
    ),
  );
}

const DIRECTORY = {} as Environment['directory'];

describe.each([
  ['no directory', null, ['local-password']],
  ['a directory', DIRECTORY, ['directory', 'directory-password', 'local-password']],
])('with %s', (_what, directory, expected) => {
  const rule = new SignInRule({ directory });

  it('says of one account who may sign in', () => {
    const allowed = users.filter((user) => rule.allows(user)).map(({ username }) => username);
    expect(allowed.sort()).toEqual(expected);
  });

  it('says the same as a condition of a query', async () => {
    const ids = In(users.map(({ id }) => id));
    const repository = api.app.get(DataSource).getRepository(UserEntity);
    const found = await repository.findBy(rule.where({ id: ids, role: 'teacher' }));
    expect(found.map(({ username }) => username).sort()).toEqual(expected);
    expect(await repository.findBy(rule.where({ id: ids, role: 'admin' }))).toEqual([]);
  });
});
