import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import ldapjs from 'ldapjs';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { DataSource } from 'typeorm';
import { visit } from '../../testing/sign-in.js';
import { startApi, TEST_PASSWORD, type TestApi } from '../../testing/start-api.js';
import { SignInFailureEntity } from './sign-in-failure.entity.js';

const BASE = 'dc=school,dc=example';
/** One of ours, one of the directory's, and nobody. */
const NAMES = ['admin', 'lea', 'nobody'];

/** The way to the directory, which can be cut. */
class Line {
  isCut = false;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor(target: () => number) {
    this.server = createServer((socket) => {
      if (this.isCut) return void socket.destroy();
      const other = connect(target(), '127.0.0.1');
      for (const end of [socket, other]) {
        this.sockets.add(end);
        end.on('error', () => end.destroy());
        end.on('close', () => this.sockets.delete(end));
      }
      socket.pipe(other).pipe(socket);
    });
  }

  async listen(): Promise<number> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  cut(isCut: boolean): void {
    this.isCut = isCut;
    if (isCut) for (const socket of this.sockets) socket.destroy();
  }

  close(): void {
    this.cut(true);
    this.server.close();
  }
}

let directory: ReturnType<typeof ldapjs.createServer>;
let line: Line;
let api: TestApi;

beforeAll(async () => {
  directory = ldapjs.createServer();
  directory.bind(
    '',
    (request: { dn: unknown }, response: { end(): void }, next: (error: unknown) => void) => {
      if (/uid=/.test(String(request.dn))) next(new ldapjs.InvalidCredentialsError());
      else response.end();
    },
  );
  directory.search(
    BASE,
    (request: { filter: unknown }, response: { send(entry: object): void; end(): void }) => {
      if (/\(uid=lea\)/.test(String(request.filter)))
        response.send({
          dn: `uid=lea,${BASE}`,
          attributes: { objectclass: ['inetOrgPerson'], uid: ['lea'], cn: ['Léa'] },
        });
      response.end();
    },
  );
  directory.listen(0, '127.0.0.1');
  const { server } = directory as unknown as { server: Server };
  await once(server, 'listening');
  line = new Line(() => (server.address() as AddressInfo).port);
  api = await startApi({
    env: {
      LDAP_HOST: `ldap://127.0.0.1:${await line.listen()}`,
      LDAP_BASE_DN: BASE,
      LDAP_SYNC_MINUTES: '0',
      LDAP_BIND_USER_DN: `cn=portal,${BASE}`,
      LDAP_BIND_USER_PASSWORD: 'x',
    },
  });
});
afterAll(async () => {
  await api?.stop();
  line?.close();
  directory?.close(() => undefined);
});
beforeEach(async () => {
  line.cut(false);
  await api.app.get(DataSource).getRepository(SignInFailureEntity).clear();
});

const PASSING = ['date', 'x-request-id', 'content-length', 'retry-after'];

/** All that a stranger can see, apart from clocks and numbers of requests. */
async function seen(username: string) {
  const answer = await visit(api).send('POST', '/api/auth/login', { username, password: 'wrong' });
  const { type, title, status, instance, detail } = (await answer.json()) as Record<string, unknown>;
  return {
    status: answer.status,
    body: { type, title, status, instance },
    // Two of the same kind may begin to wait at different moments.
    waits: answer.headers.has('retry-after'),
    detail: answer.status === 429 ? null : detail,
    headers: [...answer.headers].filter(([name]) => !PASSING.includes(name)),
  };
}

/** `d`: while the directory is away, `u`: while it answers. */
const ORDERS = ['ddddddd', 'uuudddduuu', 'dddddduuuuuu', 'uuuuuddu', 'dudududu'];

describe('in any order of tries, with the directory there and away, names of ours answer as all others', () => {
  it.each(ORDERS)('%s', async (order) => {
    const statuses: number[] = [];
    for (const state of order) {
      line.cut(state === 'd');
      const [ours, ...others] = await Promise.all(NAMES.map(seen));
      for (const other of others) expect(other).toEqual(ours);
      expect(ours!.status === 503).toBe(state === 'd');
      statuses.push(ours!.status);
    }
    // What the directory could not say delays nobody afterwards; what it could say does.
    const told = [...order].filter((state) => state === 'u').length;
    expect(statuses.filter((status) => status === 401)).toHaveLength(Math.min(5, told));
    expect(statuses.filter((status) => status === 429)).toHaveLength(Math.max(0, told - 5));
  });
});

it('while it is away, guessing at our own names is slowed down all the same', async () => {
  line.cut(true);
  for (let nth = 0; nth < 5; nth++) await seen('admin');
  const right = { username: 'admin', password: TEST_PASSWORD };
  expect((await visit(api).send('POST', '/api/auth/login', right)).status).toBe(503);
  line.cut(false);
  expect((await visit(api).send('POST', '/api/auth/login', right)).status).toBe(200);
});
