import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiProcess } from './support/api-process.js';
import { makeCertificates, type Certificates } from './support/certificates.js';
import { Installation } from './support/installation.js';
import { LdapServer, SERVICE } from './support/ldap-server.js';
import { addPerson, openLdap, openSchool, passwordOf, tryToSignIn } from './support/school.js';
import { TcpRecorder } from './support/tcp-recorder.js';

let folder: string;
let own: Certificates;
let others: Certificates;
let server: LdapServer;
let recorder: TcpRecorder;
let installation: Installation;
let api: ApiProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vmm-tls-'));
  own = await makeCertificates(folder);
  others = await makeCertificates(folder, 'others');
  server = await LdapServer.start({ certificates: own });
  recorder = await TcpRecorder.start(server.port);
  await openSchool(server);
  await addPerson(server, 'lea');
  installation = await Installation.make();
});

afterEach(() => api.interrupt());

afterAll(async () => {
  await installation?.dispose();
  recorder?.stop();
  await server?.dispose();
  await rm(folder, { recursive: true });
});

it('StartTLS: comes in, and not a word of a password goes over the line', async () => {
  api = await installation.start({
    ...openLdap(recorder.url),
    LDAP_STARTTLS: 'true',
    LDAP_CA_FILE: own.ca,
  });
  expect((await tryToSignIn(api, 'lea')).status).toBe(200);
  expect((await tryToSignIn(api, 'lea', 'faux')).status).toBe(401);
  expect(recorder.sent).toContain('1.3.6.1.4.1.1466.20037');
  for (const secret of [passwordOf('lea'), SERVICE.password, 'faux', 'uid'])
    expect(recorder.sent).not.toContain(secret);
});

it('StartTLS with an authority that we do not trust: 503, and nothing was said', async () => {
  recorder.forget();
  api = await installation.start({
    ...openLdap(recorder.url),
    LDAP_STARTTLS: 'true',
    LDAP_CA_FILE: others.ca,
  });
  expect((await tryToSignIn(api, 'lea')).status).toBe(503);
  for (const secret of [passwordOf('lea'), SERVICE.password]) expect(recorder.sent).not.toContain(secret);
  expect(api.output).toMatch(/certificate/);
});

it('StartTLS at a server that has none: 503, and nothing was said', async () => {
  const bare = await LdapServer.start();
  const line = await TcpRecorder.start(bare.port);
  try {
    api = await installation.start({ ...openLdap(line.url), LDAP_STARTTLS: 'true', LDAP_CA_FILE: own.ca });
    expect((await tryToSignIn(api, 'lea')).status).toBe(503);
    expect(line.sent).not.toContain(SERVICE.password);
  } finally {
    line.stop();
    await bare.dispose();
  }
});

it('LDAPS: comes in', async () => {
  api = await installation.start({ ...openLdap(server.secureUrl), LDAP_CA_FILE: own.ca });
  expect((await tryToSignIn(api, 'lea')).status).toBe(200);
  expect((await tryToSignIn(api, 'lea', 'faux')).status).toBe(401);
});

it('LDAPS with an authority that we do not trust: 503, unless nobody is to be checked', async () => {
  api = await installation.start(openLdap(server.secureUrl));
  expect((await tryToSignIn(api, 'lea')).status).toBe(503);
  await api.interrupt();
  api = await installation.start({ ...openLdap(server.secureUrl), LDAP_TLS_VERIFY: 'false' });
  expect((await tryToSignIn(api, 'lea')).status).toBe(200);
});
