import { createTransport, type Transporter } from 'nodemailer';
import { hostname } from 'node:os';
import type { Environment } from '../../foundation/config/environment.js';
import type { ComposedMail } from './compose-mail.js';
import { Mailer, MailRefused } from './mailer.js';

const CONNECT_WITHIN_MS = 10_000;
const SILENT_AT_MOST_MS = 15_000;
/** A limit for the whole: a server that answers slowly, bit by bit, is never silent long enough. */
const TAKEN_WITHIN_MS = 60_000;

export class SmtpMailer extends Mailer {
  private readonly transport: Transporter;
  private readonly sender: { name: string; address: string };

  constructor(settings: NonNullable<Environment['mail']>, password: string | null, publicUrl: string | null) {
    super();
    const { host, port, user, startTls, implicitTls } = settings;
    this.sender = senderOf(settings, publicUrl);
    this.transport = createTransport({
      host,
      port,
      secure: implicitTls,
      requireTLS: startTls,
      // Without TLS in the configuration, TLS that the server offers is used with any certificate: better than none.
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

  /** Whether the server takes our connection and our sign-in. Nothing is sent. */
  async check(): Promise<void> {
    await this.transport.verify();
  }

  async send({ id, to, language, subject, text, html }: ComposedMail, signal: AbortSignal): Promise<void> {
    const sent = this.transport.sendMail({
      from: this.sender,
      // As an object, so that a comma in it cannot make a second recipient.
      to: { name: '', address: to },
      subject,
      text,
      html,
      messageId: `<${id}@${domainOf(this.sender.address)}>`,
      headers: {
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        'Content-Language': language,
      },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TAKEN_WITHIN_MS)]),
    });
    await sent.catch((error: unknown) => {
      if (isAboutThisMail(error)) throw new MailRefused((error as Error).message, { cause: error });
      throw error;
    });
  }
}

function senderOf({ from }: Pick<NonNullable<Environment['mail']>, 'from'>, publicUrl: string | null) {
  const own = `vm-manager@${publicUrl ? new URL(publicUrl).hostname : hostname()}`;
  return { name: from?.name ?? 'VM Manager', address: from?.address ?? own };
}

/**
 * A final answer (RFC 5321: 5yz) to the recipient or to the content concerns this mail only. One to the sender, to our sign-in or to
 * relaying concerns all mails: they wait until an administrator has corrected the configuration.
 */
function isAboutThisMail(error: unknown): boolean {
  const { responseCode = 0, command = '', message = '' } = (error ?? {}) as Record<string, unknown>;
  if (Number(responseCode) < 500 || ABOUT_SIGN_IN.has(Number(responseCode))) return false;
  return ['RCPT TO', 'DATA'].includes(String(command)) && !/relay/i.test(String(message));
}

const ABOUT_SIGN_IN = new Set([530, 534, 535, 538]);

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).replace(/[^\w.-]/g, '');
