import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  from: string;
  to: string[];
  headers: Record<string, string>;
  text: string;
  html: string;
  overTls: boolean;
}

/** What the server does with the next mails: a number is its refusal, `hang` answers nothing any more. */
type Mood = 'accept' | 'hang' | 450 | 550;

/** A real mail server on loopback. */
export class TestMailServer {
  readonly received: ReceivedMail[] = [];
  /** Conversations that came as far as a recipient. */
  attempts = 0;
  mood: Mood = 'accept';
  private server: SMTPServer | undefined;
  private hanging: (() => void)[] = [];

  constructor(
    private readonly options: { offersStartTls?: boolean; user?: string; password?: string } = {},
  ) {}

  get port(): number {
    return (this.server!.server.address() as AddressInfo).port;
  }

  async start(port = 0): Promise<this> {
    const { offersStartTls = false, user, password } = this.options;
    this.server = new SMTPServer({
      logger: false,
      disabledCommands: [...(offersStartTls ? [] : ['STARTTLS']), ...(user ? [] : ['AUTH'])],
      authOptional: !user,
      allowInsecureAuth: true,
      onAuth: (auth, _session, callback) =>
        auth.username === user && auth.password === password
          ? callback(null, { user: auth.username })
          : callback(new Error('no such account')),
      onRcptTo: (_address, _session, callback) => {
        this.attempts += 1;
        if (typeof this.mood === 'number')
          return callback(Object.assign(new Error('not now'), { responseCode: this.mood }));
        return this.mood === 'hang' ? void this.hanging.push(() => callback()) : callback();
      },
      onData: (stream, session, callback) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope;
          this.received.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            overTls: session.secure === true,
            ...parsed(Buffer.concat(chunks).toString()),
          });
          callback();
        });
      },
    });
    this.server.on('error', () => undefined);
    this.server.listen(port, '127.0.0.1');
    await once(this.server.server, 'listening');
    return this;
  }

  async stop(): Promise<void> {
    for (const release of this.hanging.splice(0)) release();
    const { server } = this;
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    this.server = undefined;
  }
}

function parsed(mime: string): Pick<ReceivedMail, 'headers' | 'text' | 'html'> {
  const { headers, body } = entity(mime);
  const boundary = /boundary="?([^";]+)/.exec(headers['content-type'] ?? '')?.[1] ?? '\0';
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => entity(part.replace(/^\r\n/, '')));
  const of = (type: string) => decoded(parts.find((part) => part.headers['content-type']?.startsWith(type)));
  return { headers, text: of('text/plain'), html: of('text/html') };
}

function entity(mime: string) {
  const end = mime.indexOf('\r\n\r\n');
  const lines = mime
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      words(line.slice(line.indexOf(':') + 1).trim()),
    ]),
  );
  return { headers: headers as Record<string, string>, body: mime.slice(end + 4) };
}

function decoded(part: ReturnType<typeof entity> | undefined): string {
  if (!part) return '';
  const encoding = part.headers['content-transfer-encoding'] ?? '';
  if (encoding === 'base64') return Buffer.from(part.body, 'base64').toString();
  return encoding === 'quoted-printable' ? quotedPrintable(part.body.replace(/=\r\n/g, '')) : part.body;
}

/** RFC 2047. */
function words(header: string): string {
  return header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, encoding: string, text: string) =>
      encoding.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('latin1')
        : latin1(text.replaceAll('_', ' ')),
    )
    .replace(/[\x80-\xff]+/g, (bytes) => Buffer.from(bytes, 'latin1').toString());
}

const latin1 = (text: string) =>
  text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
const quotedPrintable = (text: string) => Buffer.from(latin1(text), 'latin1').toString();
