import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf } from './network-of.js';
import { readInSlices } from './one-at-a-time.js';
import { toProblem } from '../problems/problem.js';

/**
 * What one stranger may hold of us. A class behind one address comes through: sixty browsers with six connections each, and
 * consoles beside them. A trusted proxy is many people, so only the whole bounds it.
 */
export const CONNECTION_LIMITS = {
  inAll: 8_000,
  perNetwork: 1_000,
  /** A request has to be there within these times, its head and all of it. */
  headMs: 15_000,
  requestMs: 60_000,
  /** A connection on which nothing moves: an answer that nobody takes. Streams and consoles have rules of their own. */
  stillMs: 60_000,
  /** When whoever has too many may try again. */
  retrySeconds: 10,
};

/** The port stands by itself, with no proxy before it. */
export function guardConnections(
  server: Server,
  isProxy: (address: string) => boolean,
  limits = CONNECTION_LIMITS,
): void {
  server.maxConnections = limits.inAll;
  server.headersTimeout = limits.headMs;
  server.requestTimeout = limits.requestMs;
  server.timeout = limits.stillMs;
  // Whoever offers another protocol, such as `curl --http2`, is answered in this one (RFC 9110, 7.8).
  Object.assign(server, { shouldUpgradeCallback: isWebSocket });
  const open = new Map<string, number>();
  server.on('connection', (socket) => {
    readInSlices(socket);
    const address = socket.remoteAddress;
    if (address === undefined || isProxy(address)) return;
    const network = networkOf(address);
    const count = (open.get(network) ?? 0) + 1;
    open.set(network, count);
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left === 0) open.delete(network);
      else open.set(network, left);
    });
    if (count > limits.perNetwork) refuse(socket, limits);
  });
}

const isWebSocket = ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket';

/** Before anything was asked, so in the language of those who get this far. */
function refuse(socket: Socket, { perNetwork, retrySeconds }: typeof CONNECTION_LIMITS): void {
  const params = { limit: perNetwork, seconds: retrySeconds };
  const problem = toProblem({ code: 'too-many-connections', params }, 'fr');
  const body = JSON.stringify(problem);
  socket.write(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `Retry-After: ${retrySeconds}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
  socket.destroySoon();
}
