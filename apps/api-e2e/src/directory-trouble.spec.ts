import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { ApiProcess } from './support/api-process.js';
import { askDatabase } from './support/database.js';
import { freePort } from './support/free-port.js';
import { eventually } from './support/eventually.js';
import { Installation, PASSWORD } from './support/installation.js';
import { LdapServer } from './support/ldap-server.js';
import {
  addGroup,
  addPerson,
  openLdap,
  openSchool,
  passwordOf,
  personDn,
  tryToSignIn,
} from './support/school.js';
import { tellTime } from './support/tell-time.js';
import { Visitor } from './support/visitor.js';

/** Accepts connections and never says anything. */
class SilentServer {
  readonly sockets = new Set<Socket>();
  connections = 0;
  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => {
      this.connections++;
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', () => undefined);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  static async start(): Promise<SilentServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new SilentServer(server);
  }

  get url() {
    return `ldap://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  hangUp() {
    for (const socket of this.sockets) socket.destroy();
  }

  stop() {
    this.hangUp();
    this.server.close();
  }
}

let server: LdapServer;
let silent: SilentServer;
let installation: Installation;
let api: ApiProcess;

beforeAll(async () => {
  server = await LdapServer.start();
  silent = await SilentServer.start();
  await openSchool(server);
  for (const uid of ['lea', ...PUPILS]) await addPerson(server, uid);
  await addGroup(server, 'sio2', personDn('lea'));
  installation = await Installation.make();
});

afterAll(async () => {
  await installation?.dispose();
  silent?.stop();
  await server?.dispose();
});

const ready = async () =>
  (await (await new Visitor(api.url).get('/api/health/ready')).json()) as {
    status: string;
    parts: Record<string, { status: string }>;
  };
const failures = () => askDatabase(installation.dataDir, 'SELECT 1 FROM sign_in_failures');

/** No trouble of the directory ever ends the API. */
const stillRuns = () => expect(api.hasEnded).toBe(false);
const PUPILS = Array.from({ length: 20 }, (_, index) => `eleve${index}`);

describe('one server, in trouble', () => {
  afterEach(stillRuns);
  beforeAll(async () => {
    api = await installation.start(openLdap(server.url));
  });
  afterAll(() => api.interrupt());

  it('works at first', async () => {
    expect((await tryToSignIn(api, 'lea')).status).toBe(200);
    expect((await ready()).parts['directory']).toEqual({ status: 'ok' });
  });

  it('stopped: 503, degraded, nobody is blamed, the local administrator comes in', async () => {
    await server.stop();
    for (let n = 0; n < 7; n++) {
      const { status, body } = await tryToSignIn(api, 'lea');
      expect({ status, type: body['type'] }).toEqual({
        status: 503,
        type: '/problems/directory-unavailable',
      });
    }
    expect(await failures()).toEqual([]);
    expect((await tryToSignIn(api, 'admin', PASSWORD)).status).toBe(200);
    await eventually('health says so', async () => (await ready()).status === 'degraded');
    // A stranger learns that, and neither the server nor why.
    expect((await ready()).parts['directory']).toEqual({ status: 'degraded' });
    expect((await new Visitor(api.url).get('/api/health/ready')).status).toBe(200);
  });

  it('started again: everyone comes in', async () => {
    await server.run();
    expect((await tryToSignIn(api, 'lea')).status).toBe(200);
    await eventually('health says so', async () => (await ready()).status === 'ok');
  });

  it('hanging: 503, and a way in meanwhile; right afterwards it works', async () => {
    server.freeze();
    const hanging = tryToSignIn(api, 'lea');
    const local = await tryToSignIn(api, 'admin', PASSWORD);
    const { status, ms } = await hanging;
    server.thaw();
    expect([local.status, status]).toEqual([200, 503]);
    tellTime('sign-in at a hanging directory', ms);
    expect(await failures()).toEqual([]);
    expect((await tryToSignIn(api, 'lea')).status).toBe(200);
  });

  it('stopped in the middle of sign-ins: an answer to each', async () => {
    const answers = PUPILS.map((uid) => tryToSignIn(api, uid));
    await server.stop();
    for (const { status } of await Promise.all(answers)) expect([200, 503]).toContain(status);
    await server.run();
    expect((await tryToSignIn(api, 'lea')).status).toBe(200);
  });

  it('a wrong password of the service account is the portal’s trouble, not the student’s', async () => {
    await api.interrupt();
    api = await installation.start({ ...openLdap(server.url), LDAP_BIND_USER_PASSWORD: 'faux' });
    expect((await tryToSignIn(api, 'lea')).status).toBe(503);
    expect(await failures()).toEqual([]);
    expect(api.output).toContain('Nobody can sign in at the directory');
    expect(api.output).not.toContain('faux');
  });
});

describe('several servers', () => {
  afterEach(async () => {
    stillRuns();
    await api.interrupt();
  });

  it('the first is dead: the second answers', async () => {
    api = await installation.start(openLdap(`ldap://127.0.0.1:${await freePort()} ${server.url}`));
    const { status, ms } = await tryToSignIn(api, 'lea');
    expect(status).toBe(200);
    tellTime('sign-in past a dead server', ms);
  });

  it('the first hangs: the second answers, the next time without asking the first, and no connection is left', async () => {
    api = await installation.start(openLdap(`${silent.url} ${server.url}`));
    const first = await tryToSignIn(api, 'lea');
    const asked = silent.connections;
    const second = await tryToSignIn(api, 'lea');
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(asked).toBeGreaterThan(0);
    expect(silent.connections).toBe(asked);
    tellTime('sign-in past a hanging server', first.ms);
    tellTime('the next one', second.ms);
    await eventually('no connection is left', () => silent.sockets.size === 0);
  });

  it('hanging for many at once: none waits behind another, and someone with an account here comes in', async () => {
    api = await installation.start(openLdap(silent.url));
    const hanging = Promise.all(PUPILS.map((uid) => tryToSignIn(api, uid)));
    await eventually('all are at the directory', () => silent.sockets.size >= PUPILS.length, {
      seen: () => silent.sockets.size,
    });
    expect((await tryToSignIn(api, 'admin', PASSWORD)).status).toBe(200);
    silent.hangUp();
    for (const { status } of await hanging) expect(status).toBe(503);
    expect(await failures()).toEqual([]);
  });

  it('all hang: 503', async () => {
    api = await installation.start(openLdap(`${silent.url} ${silent.url}`));
    const { status, ms } = await tryToSignIn(api, 'lea', passwordOf('lea'));
    expect(status).toBe(503);
    tellTime('sign-in when all servers hang', ms);
    await eventually('no connection is left', () => silent.sockets.size === 0);
  });
});
