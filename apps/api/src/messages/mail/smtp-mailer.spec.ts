import { afterEach, expect, it } from '@jest/globals';
import { TestMailServer } from '../../testing/mail-server.js';
import { MailRefused } from './mailer.js';
import { SmtpMailer } from './smtp-mailer.js';

const MAIL = {
  id: '0b0e6c5e-7a86-4d5c-9d6e-0f2f6a8f1c11',
  to: 'alice@iris.example',
  language: 'fr' as const,
  subject: 'Essai',
  text: 'Essai',
  html: '<p>Essai</p>',
};

let server: TestMailServer;
afterEach(() => server.stop());

const send = (
  settings: Partial<ConstructorParameters<typeof SmtpMailer>[0]>,
  password: string | null = null,
) =>
  new SmtpMailer(
    {
      host: '127.0.0.1',
      port: server.port,
      user: null,
      from: { name: 'VM Manager', address: 'vm@iris.example' },
      startTls: false,
      implicitTls: false,
      adminAddresses: [],
      ...settings,
    },
    password,
    null,
  ).send(MAIL, new AbortController().signal);

it('signs in with the account of the configuration', async () => {
  server = await new TestMailServer({ user: 'portail', password: 'un "secret" à part' }).start();
  await expect(send({ user: 'portail' }, 'faux')).rejects.toThrow(/no such account/);
  await send({ user: 'portail' }, 'un "secret" à part');
  expect(server.received).toHaveLength(1);
});

it('sends nothing in the clear when STARTTLS is asked for', async () => {
  server = await new TestMailServer().start();
  await expect(send({ startTls: true })).rejects.toThrow(/STARTTLS|TLS/i);
  expect(server.received).toHaveLength(0);
});

it('refuses a certificate of nobody we know when STARTTLS is asked for', async () => {
  server = await new TestMailServer({ offersStartTls: true }).start();
  await expect(send({ startTls: true })).rejects.toThrow(/certificate/i);
  expect(server.received).toHaveLength(0);
});

it('takes the TLS that is offered when none is asked for', async () => {
  server = await new TestMailServer({ offersStartTls: true }).start();
  await send({});
  expect(server.received).toMatchObject([{ overTls: true }]);
});

it('sends as the name and the address that are configured, whatever signs they hold', async () => {
  server = await new TestMailServer().start();
  await send({ from: { name: 'Lycée "Curie", salle <2>', address: 'noreply@school.example' } });
  const [mail] = server.received;
  expect(mail?.from).toBe('noreply@school.example');
  expect(mail?.headers['from']).toMatch(/<noreply@school\.example>$/);
});

it('tells what is final for one mail from what waits for an administrator', async () => {
  server = await new TestMailServer({ user: 'portail', password: 'juste' }).start();
  server.mood = 550;
  await expect(send({ user: 'portail' }, 'juste')).rejects.toThrow(MailRefused);
  server.mood = 450;
  await expect(send({ user: 'portail' }, 'juste')).rejects.not.toThrow(MailRefused);
  server.mood = 'accept';
  await expect(send({ user: 'portail' }, 'faux')).rejects.not.toThrow(MailRefused);
});
