import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ResourceRequest, type Health } from '@vm-manager/contracts';
import type { ApiProcess } from './support/api-process.js';
import { askDatabase } from './support/database.js';
import { eventually } from './support/eventually.js';
import { Installation } from './support/installation.js';
import { MailServer } from './support/mail-server.js';
import { json, signIn, type Visitor } from './support/visitor.js';

const HOSTILE = 'Bonjour\r\nBcc: voleur@iris.example\r\n\r\n<script>alert(1)</script> & <img src=x>';

let installation: Installation;
let server: MailServer;
let api: ApiProcess;
let alice: Visitor;
let prof: Visitor;
beforeAll(async () => {
  installation = await Installation.make();
  server = await new MailServer().start();
  api = await start();
  await askDatabase(
    installation.dataDir,
    "UPDATE users SET email = username || '@iris.example' WHERE username <> 'admin'",
  );
  [alice, prof] = (await Promise.all(['alice', 'prof'].map((name) => signIn(api, name)))) as [
    Visitor,
    Visitor,
  ];
});
afterAll(async () => {
  await installation.dispose();
  await server.stop();
});

const start = () =>
  installation.start({
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: String(server.port),
    SMTP_FROM: 'vm-manager@iris.example',
    ADMIN_EMAILS: 'direction@iris.example',
  });

async function ask(who: Visitor, reason: string): Promise<ResourceRequest> {
  const answer = await who.send('POST', '/api/requests', { want: { vms: 6 }, reason });
  return ResourceRequest.parse(await json(answer, 201));
}
const reject = async (request: ResourceRequest, comment: string) =>
  json(await prof.send('POST', `/api/requests/${request.id}/reject`, { comment }), 200);
const arrived = (count: number) =>
  eventually(`${count} mails have arrived`, () => server.deliveries.length >= count, {
    seen: () => server.deliveries.map(({ to }) => to),
  });

it('tells the teacher of a request and the student of the answer, whatever they write', async () => {
  const request = await ask(alice, HOSTILE);
  await arrived(1);
  await reject(request, HOSTILE);
  await arrived(2);
  expect(server.deliveries.map(({ to }) => to)).toEqual([['prof@iris.example'], ['alice@iris.example']]);
  for (const delivery of server.deliveries) {
    const [headers = ''] = delivery.raw.split('\r\n\r\n');
    expect(headers).not.toMatch(/^bcc:/im);
    const text = MailServer.textOf(delivery);
    // Nobody said where browsers find the portal.
    expect(text).toContain(`/demandes/${request.id}`);
    expect(text).not.toContain('://127.0.0.1');
    const html = text.slice(text.indexOf('<!doctype html>'));
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toMatch(/<script|<img/);
  }
  expect(MailServer.textOf(server.deliveries[0]!)).toContain('demande plus de ressources pour son quota');
});

it('tells the administrators’ own addresses when only they can decide', async () => {
  server.deliveries.length = 0;
  const request = await ask(prof, 'Pour préparer le TP de lundi.');
  await arrived(1);
  expect(server.deliveries.map(({ to }) => to)).toEqual([['direction@iris.example']]);
  await json(await prof.send('POST', `/api/requests/${request.id}/cancel`), 200);
});

it('loses nothing while the mail server is away, and delays nobody', async () => {
  server.deliveries.length = 0;
  const { port } = server;
  await server.stop();
  const request = await ask(alice, 'Pendant la panne de la messagerie.');
  await reject(request, 'Pas maintenant.');
  await eventually('both were tried', async () => {
    const waiting = await askDatabase<{ attempts: number }>(
      installation.dataDir,
      "SELECT attempts FROM mails WHERE state = 'waiting'",
    );
    return waiting.length === 2 && waiting.every(({ attempts }) => attempts > 0);
  });
  await eventually('health says so', async () => {
    const health = await alice.get('/api/health/ready');
    expect(health.status).toBe(200);
    const { status, parts } = (await health.json()) as Health;
    return status === 'degraded' && parts['mail']?.status === 'degraded';
  });
  await server.start(port);
  // The next attempt is half a minute later; time itself is not ours to move in a process of its own.
  await askDatabase(installation.dataDir, "UPDATE mails SET next_attempt_at = now() WHERE state = 'waiting'");
  await arrived(2);
});

it('sends again what a killed process had sent and not noted, under the same Message-ID', async () => {
  server.deliveries.length = 0;
  server.holds = true;
  await ask(alice, 'Au moment de la coupure.');
  await eventually('the server has the content', () => server.held > 0);
  await api.kill();
  server.holds = false;
  api = await start();
  await arrived(2);
  const [first, second] = server.deliveries;
  expect(second!.messageId).toBe(first!.messageId);
  expect(second!.to).toEqual(['prof@iris.example']);
  await eventually('it is noted', async () => {
    const left = await askDatabase(installation.dataDir, "SELECT 1 FROM mails WHERE state <> 'sent'");
    return left.length === 0;
  });
  expect(server.deliveries).toHaveLength(2);
});
