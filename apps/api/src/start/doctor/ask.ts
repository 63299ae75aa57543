import { Health } from '@vm-manager/contracts';
import { request as requestPlain, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as requestOverTls } from 'node:https';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  /** Our end of the connection. */
  from: { address: string; port: number | null };
}

export interface AskOptions {
  signal: AbortSignal;
  headers?: Record<string, string>;
  socketPath?: string;
}

/** No answer of ours is so long. */
const LONGEST = 100_000;

/** One request on a connection of its own; an upgrade is ended as soon as it is accepted. */
export function ask(url: string, { signal, headers = {}, socketPath }: AskOptions): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const request = url.startsWith('https:') ? requestOverTls : requestPlain;
  const asked = request(url, { signal, headers, agent: false, ...(socketPath ? { socketPath } : {}) });
  const from: Answer['from'] = { address: '', port: null };
  const settle = (response: IncomingMessage, body: string) =>
    resolve({ status: response.statusCode ?? 0, headers: response.headers, body, from });
  asked.on('error', reject);
  asked.on('upgrade', (response, socket) => {
    socket.destroy();
    settle(response, '');
  });
  asked.on('response', (response) => {
    // Forgotten as soon as the connection is closed.
    from.address = response.socket.localAddress ?? '';
    from.port = response.socket.localPort ?? null;
    let body = '';
    response.setEncoding('utf8');
    response.on('data', (piece: string) => {
      body += piece;
      if (body.length > LONGEST) response.destroy(new Error('The answer is too long.'));
    });
    response.on('end', () => settle(response, body));
    response.on('error', reject);
  });
  asked.end();
  return promise;
}

/** Whether VM Manager said this to `/api/health/live`. */
export function isOurs({ status, body }: Answer): boolean {
  try {
    return status === 200 && Health.safeParse(JSON.parse(body)).success;
  } catch {
    return false;
  }
}
