import type { ComposedMail } from './compose-mail.js';

/** The server will never take this mail; others it may. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}

/** Hands mails to a server that delivers them. */
export abstract class Mailer {
  /** Resolves when the server has taken the mail. Rejects after a minute at most, or when the signal aborts; with `MailRefused` for good. */
  abstract send(mail: ComposedMail, signal: AbortSignal): Promise<void>;
}
