import { createTransport, type Transporter } from 'nodemailer';
import { hostname } from 'node:os';
import type { Environment } from '../config/environment.js';
import type { ComposedMail } from './compose-mail.js';
import { Mailer } from './mailer.js';

const CONNECT_WITHIN_MS = 10_000;
const SILENT_AT_MOST_MS = 15_000;
/** A server that says a word now and then is never silent. */
const TAKEN_WITHIN_MS = 60_000;

export class SmtpMailer extends Mailer {
  private readonly transport: Transporter;
  private readonly sender: string;

  constructor(settings: NonNullable<Environment['mail']>, password: string | null, publicUrl: string | null) {
    super();
    const { host, port, user, startTls, implicitTls } = settings;
    this.sender = senderOf(settings, publicUrl);
    this.transport = createTransport({
      host,
      port,
      secure: implicitTls,
      requireTLS: startTls,
      // Nobody asked for TLS: what the server offers is taken as it is, better than none.
      ...(startTls || implicitTls ? {} : { opportunisticTLS: true, tls: { rejectUnauthorized: false } }),
      ...(user ? { auth: { user, pass: password ?? '' } } : {}),
      connectionTimeout: CONNECT_WITHIN_MS,
      greetingTimeout: CONNECT_WITHIN_MS,
      dnsTimeout: CONNECT_WITHIN_MS,
      socketTimeout: SILENT_AT_MOST_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send({ id, to, language, subject, text, html }: ComposedMail, signal: AbortSignal): Promise<void> {
    await this.transport.sendMail({
      from: { name: 'VM Manager', address: this.sender },
      // As an object: a comma in it makes no second recipient.
      to: { name: '', address: to },
      subject,
      text,
      html,
      messageId: `<${id}@${domainOf(this.sender)}>`,
      headers: {
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        'Content-Language': language,
      },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TAKEN_WITHIN_MS)]),
    });
  }
}

function senderOf({ from }: { from: string | null }, publicUrl: string | null): string {
  if (from?.includes('@')) return from;
  return `vm-manager@${publicUrl ? new URL(publicUrl).hostname : hostname()}`;
}

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).replace(/[^\w.-]/g, '');
