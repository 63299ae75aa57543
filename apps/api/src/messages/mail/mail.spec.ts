import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { HealthParts } from '../../foundation/health/health-parts.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { TestMailServer } from '../../testing/mail-server.js';
import { until } from '../../testing/until.js';
import { GIVEN_UP_AFTER_MS, MailDelivery } from './mail-delivery.js';
import { MailEntity } from './mail.entity.js';
import { Outbox, type Letter } from './outbox.js';

const LETTER: Letter = {
  to: 'alice@iris.example',
  language: 'fr',
  subject: 'Votre demande est acceptée',
  text: 'Camille a accepté votre demande.\n\nCommentaire : « Bon travail »',
  link: '/demandes/1',
};
const HOUR_MS = 3600_000;

let server: TestMailServer;
let api: TestApi;
beforeAll(async () => {
  server = await new TestMailServer().start();
  api = await startApi({
    env: {
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: String(server.port),
      SMTP_FROM: 'vm-manager@iris.example',
      PUBLIC_URL: 'https://vm.iris.example',
    },
  });
});
afterAll(async () => {
  await api.stop();
  await server.stop();
});

const mails = () => api.app.get(DataSource).getRepository(MailEntity);
beforeEach(async () => {
  server.mood = 'accept';
  server.received.length = 0;
});
afterEach(() => mails().createQueryBuilder().delete().execute());

/** Unseen by the process's own worker: nothing is announced, and it is due only by the clock given. */
async function queue(letter: Partial<Letter> = {}, due = new Date(Date.now() + HOUR_MS)): Promise<string> {
  await api.app
    .get(DataSource)
    .transaction((tx) => api.app.get(Outbox).add(tx, [{ ...LETTER, ...letter }], due));
  const [mail] = await mails().find({ order: { createdAt: 'DESC' }, take: 1 });
  return mail!.id;
}
const deliverAt = (at: number, signal = new AbortController().signal) =>
  api.app.get(MailDelivery).deliverDue(signal, () => new Date(at));
const mailNow = (id: string) => mails().findOneByOrFail({ id });

describe('a mail', () => {
  it('is in French, as text and as HTML, with a link and a Message-ID of its own', async () => {
    const id = await queue();
    await deliverAt(Date.now() + 2 * HOUR_MS);
    const [mail] = server.received;
    expect(mail).toMatchObject({ from: 'vm-manager@iris.example', to: ['alice@iris.example'] });
    expect(mail!.headers).toMatchObject({
      subject: 'Votre demande est acceptée',
      'message-id': `<${id}@iris.example>`,
      'auto-submitted': 'auto-generated',
      'content-language': 'fr',
    });
    expect(mail!.text).toContain('Camille a accepté votre demande.');
    expect(mail!.text).toContain('https://vm.iris.example/demandes/1');
    expect(mail!.text).toContain('Inutile d’y répondre');
    expect(mail!.html).toContain('<a href="https://vm.iris.example/demandes/1">Ouvrir dans le portail</a>');
    expect(mail!.html).toContain('<p>Camille a accepté votre demande.</p>');
    expect(await mailNow(id)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('goes out at once, when the transaction that wrote it ends', async () => {
    await api.app.get(DataSource).transaction((tx) => api.app.get(Outbox).add(tx, [LETTER]));
    await until('the mail arrives', () => server.received.length === 1);
  });

  it('is not there when that transaction does not end well', async () => {
    const failed = api.app.get(DataSource).transaction(async (tx) => {
      await api.app.get(Outbox).add(tx, [LETTER]);
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    expect(await mails().count()).toBe(0);
  });

  it.each<[string, Partial<Letter>]>([
    ['a header', { subject: 'Bonjour\r\nBcc: bob@iris.example\r\n\r\nTexte' }],
    ['a recipient', { to: 'alice@iris.example, bob@iris.example' }],
    ['a recipient’s header', { to: 'alice@iris.example\r\nBcc: bob@iris.example' }],
    ['markup', { text: '<img src=x onerror=alert(1)> & "<script>"' }],
  ])('smuggles nothing in: %s', async (_what, letter) => {
    await queue(letter).catch(() => undefined);
    await deliverAt(Date.now() + 2 * HOUR_MS);
    for (const mail of server.received) {
      expect(mail.to).toEqual(['alice@iris.example']);
      expect(mail.headers).not.toHaveProperty('bcc');
      expect(mail.html).not.toMatch(/<img|<script/);
      if (letter.subject) expect(mail.headers['subject']).toBe('Bonjour Bcc: bob@iris.example Texte');
      if (letter.text) expect(mail.text).toContain(letter.text);
    }
    expect(server.received).toHaveLength('to' in letter ? 0 : 1);
  });
});

/** As administrators read it. */
const mailHealth = async () => (await api.app.get(HealthParts).examine()).parts['mail'] ?? { status: 'down' };

describe('a mail server', () => {
  it('that refuses for now is asked again, at growing intervals', async () => {
    server.mood = 450;
    const id = await queue();
    let at = Date.now() + 2 * HOUR_MS;
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await deliverAt(at);
      const { nextAttemptAt, attempts, lastError } = await mailNow(id);
      expect({ attempts, lastError }).toEqual({
        attempts: attempt,
        lastError: expect.stringContaining('not now'),
      });
      // Not before its time.
      await deliverAt(nextAttemptAt.getTime() - 1);
      expect(await mailNow(id)).toMatchObject({ attempts: attempt });
      waits.push(nextAttemptAt.getTime() - at);
      at = nextAttemptAt.getTime();
    }
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
    expect(waits.at(-1)).toBeGreaterThanOrEqual(HOUR_MS / 2);
    server.mood = 'accept';
    await deliverAt(at);
    expect(server.received).toHaveLength(1);
    expect(await mailNow(id)).toMatchObject({ state: 'sent' });
  });

  it('that refuses for days gets no more of it, which health says', async () => {
    server.mood = 450;
    const id = await queue();
    const { createdAt } = await mailNow(id);
    await deliverAt(createdAt.getTime());
    await until('health is degraded', async () => (await mailHealth()).status === 'degraded');
    await deliverAt(createdAt.getTime() + GIVEN_UP_AFTER_MS);
    expect(await mailNow(id)).toMatchObject({ state: 'given-up' });
    await until('administrators read of it', async () => {
      const { status, detail } = await mailHealth();
      return status === 'ok' && detail?.includes('1 mail') === true;
    });
  });

  it('that refuses while the clock is 400 days ahead is asked again, and when the clock is right again, at once', async () => {
    server.mood = 450;
    const id = await queue();
    await deliverAt(Date.now() + 400 * 24 * HOUR_MS);
    expect(await mailNow(id)).toMatchObject({ state: 'waiting', attempts: 1 });
    server.mood = 'accept';
    await deliverAt(Date.now() + 2 * HOUR_MS);
    expect(await mailNow(id)).toMatchObject({ state: 'sent' });
  });

  it('that refuses one recipient for good is not asked again, and takes the others', async () => {
    server.mood = 550;
    const id = await queue();
    const at = Date.now() + 2 * HOUR_MS;
    await deliverAt(at);
    expect(await mailNow(id)).toMatchObject({
      state: 'given-up',
      attempts: 1,
      lastError: expect.stringContaining('not now'),
    });
    server.mood = 'accept';
    const other = await queue();
    await deliverAt(at);
    expect(await mailNow(other)).toMatchObject({ state: 'sent' });
    expect(server.received).toHaveLength(1);
    await until('health is well', async () => (await mailHealth()).status === 'ok');
  });

  it('that is dead loses nothing', async () => {
    const { port } = server;
    await server.stop();
    const id = await queue();
    const at = Date.now() + 2 * HOUR_MS;
    await deliverAt(at);
    expect(await mailNow(id)).toMatchObject({ state: 'waiting', attempts: 1 });
    await server.start(port);
    await deliverAt(at + HOUR_MS);
    expect(server.received).toHaveLength(1);
  });

  it('that hangs holds up nothing else, and the mail comes when it is over', async () => {
    server.mood = 'hang';
    const before = server.attempts;
    await api.app.get(DataSource).transaction((tx) => api.app.get(Outbox).add(tx, [LETTER]));
    await until('the server is asked', () => server.attempts > before);
    expect((await fetch(`${api.url}/api/health/live`)).status).toBe(200);
    await api.app.get(DataSource).transaction((tx) => api.app.get(Outbox).add(tx, [LETTER]));
    server.mood = 'accept';
    // It is silent for longer than we wait; what comes after it is delivered.
    await until('the second mail is sent', () => mails().existsBy({ state: 'sent' }));
    const [stuck] = await mails().find({ order: { createdAt: 'ASC' }, take: 1 });
    expect(stuck).toMatchObject({ state: 'waiting', attempts: 1 });
    await deliverAt(Date.now() + HOUR_MS);
    expect(server.received).toHaveLength(2);
  });
});
