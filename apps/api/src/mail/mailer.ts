import type { ComposedMail } from './compose-mail.js';

/** Hands mails to a server that delivers them. */
export abstract class Mailer {
  /** Resolves when the server has taken the mail. Rejects after a minute at most, or when the signal aborts. */
  abstract send(mail: ComposedMail, signal: AbortSignal): Promise<void>;
}
