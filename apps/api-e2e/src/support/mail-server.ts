import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { freePort } from './free-port.js';

export interface Delivery {
  to: string[];
  /** As it came over the wire. */
  raw: string;
  messageId: string;
}

/** A real mail server on loopback. While `holds` is set it takes a mail's content and never says so. */
export class MailServer {
  readonly deliveries: Delivery[] = [];
  /** Contents that came while it held. */
  held = 0;
  holds = false;
  private server: SMTPServer | undefined;

  get port(): number {
    return (this.server!.server.address() as AddressInfo).port;
  }

  async start(port?: number): Promise<this> {
    this.server = new SMTPServer({
      logger: false,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onData: (stream, session, callback) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const raw = Buffer.concat(chunks).toString();
          const to = session.envelope.rcptTo.map(({ address }) => address);
          this.deliveries.push({ to, raw, messageId: /^Message-ID: (.*)$/im.exec(raw)?.[1]?.trim() ?? '' });
          if (this.holds) this.held += 1;
          else callback();
        });
      },
    });
    this.server.on('error', () => undefined);
    this.server.listen(port ?? (await freePort()), '127.0.0.1');
    await once(this.server.server, 'listening');
    return this;
  }

  async stop(): Promise<void> {
    const { server } = this;
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    this.server = undefined;
  }

  /** The text as a person reads it. */
  static textOf({ raw }: Delivery): string {
    return Buffer.from(
      raw
        .replace(/=\r\n/g, '')
        .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
      'latin1',
    ).toString();
  }
}
