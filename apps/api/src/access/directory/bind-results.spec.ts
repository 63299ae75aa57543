import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ldapjs from 'ldapjs';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { DataSource } from 'typeorm';
import { visit } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { SignInFailureEntity } from '../auth/sign-in-failure.entity.js';

const BASE = 'dc=school,dc=example';
const inActiveDirectory = (number: string) =>
  new ldapjs.InvalidCredentialsError(
    `80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data ${number}, v4563`,
  );

type Outcome = [status: number, code: string, words?: string];
const WRONG: Outcome = [401, 'wrong-credentials'];
const AWAY: Outcome = [503, 'directory-unavailable'];
const closed = (words: string): Outcome => [403, 'account-closed', words];

/** What a server answers to the person's bind, and what the portal makes of it. */
const ANSWERS: Record<string, [error: object, outcome: Outcome]> = {
  'a1 49': [new ldapjs.InvalidCredentialsError(), WRONG],
  'a2 52e': [inActiveDirectory('52e'), WRONG],
  'a3 525': [inActiveDirectory('525'), WRONG],
  'a4 530': [inActiveDirectory('530'), closed('hour')],
  'a5 532': [inActiveDirectory('532'), closed('has expired')],
  'a6 533': [inActiveDirectory('533'), closed('disabled')],
  'a7 701': [inActiveDirectory('701'), closed('expired')],
  'a8 773': [inActiveDirectory('773'), closed('changed')],
  'a9 775': [inActiveDirectory('775'), closed('locked')],
  'b1 19': [new ldapjs.ConstraintViolationError('Exceed password retry limit.'), closed('locked')],
  'b2 32': [new ldapjs.NoSuchObjectError(), WRONG],
  'b3 34': [new ldapjs.InvalidDnSyntaxError(), WRONG],
  'b4 48': [new ldapjs.InappropriateAuthenticationError(), WRONG],
  'b5 50': [new ldapjs.InsufficientAccessRightsError(), closed('disabled')],
  'b6 53': [
    new ldapjs.UnwillingToPerformError('Account inactivated. Contact system administrator.'),
    closed('disabled'),
  ],
  'c1 51': [new ldapjs.BusyError(), AWAY],
  'c2 52': [new ldapjs.UnavailableError(), AWAY],
  'c3 80': [new ldapjs.OtherError(), AWAY],
  'c4 1': [new ldapjs.OperationsError(), AWAY],
  'c5 8': [new ldapjs.StrongAuthRequiredError(), AWAY],
};
const loginOf = (name: string) => name.split(' ')[0] ?? '';
const byLogin = new Map(Object.entries(ANSWERS).map(([name, [error]]) => [loginOf(name), error]));

let server: ReturnType<typeof ldapjs.createServer>;
let api: TestApi;

beforeAll(async () => {
  server = ldapjs.createServer();
  server.bind('', (request: { dn: unknown }, response: { end(): void }, next: (error: unknown) => void) => {
    const login = /uid=([^,]+)/.exec(String(request.dn))?.[1];
    if (login === undefined) response.end();
    else next(byLogin.get(login));
  });
  server.search(
    BASE,
    (request: { filter: unknown }, response: { send(entry: object): void; end(): void }) => {
      const login = /\(uid=([^)]+)\)/.exec(String(request.filter))?.[1] ?? '';
      if (byLogin.has(login))
        response.send({
          dn: `uid=${login},ou=users,${BASE}`,
          attributes: { objectclass: ['inetOrgPerson'], uid: [login], cn: [login] },
        });
      response.end();
    },
  );
  server.listen(0, '127.0.0.1');
  await once((server as unknown as { server: import('node:net').Server }).server, 'listening');
  const { port } = (server as unknown as { server: { address(): unknown } }).server.address() as AddressInfo;
  api = await startApi({
    env: {
      LDAP_HOST: `ldap://127.0.0.1:${port}`,
      LDAP_BASE_DN: BASE,
      LDAP_SYNC_MINUTES: '0',
      LDAP_BIND_USER_DN: `cn=portal,${BASE}`,
      LDAP_BIND_USER_PASSWORD: 'x',
    },
  });
});
afterAll(async () => {
  await api?.stop();
  server?.close(() => undefined);
});

describe('the result of a person’s bind', () => {
  it.each(Object.entries(ANSWERS))('%s', async (name, [, [status, code, words = '']]) => {
    const answer = await visit(api).send(
      'POST',
      '/api/auth/login',
      { username: loginOf(name), password: 'whatever' },
      { 'accept-language': 'en' },
    );
    const body = (await answer.json()) as { type: string; detail: string };
    expect([answer.status, body.type]).toEqual([status, `/problems/${code}`]);
    expect(body.detail).toContain(words);
    // Only trouble of the directory is nobody's failure.
    const failures = await api.app
      .get(DataSource)
      .getRepository(SignInFailureEntity)
      .countBy({ username: loginOf(name) });
    expect(failures).toBe(status === 503 ? 0 : 1);
  });
});

it('a name with a domain that finds nobody is told to leave it out', async () => {
  for (const [username, words] of [
    ['nobody@elsewhere.example', 'DOMAIN'],
    ['ELSEWHERE\\a1', 'DOMAIN'],
    ['nobody', 'keyboard'],
  ]) {
    const answer = await visit(api).send(
      'POST',
      '/api/auth/login',
      { username, password: 'whatever' },
      { 'accept-language': 'en' },
    );
    expect(((await answer.json()) as { detail: string }).detail).toContain(words);
  }
});
