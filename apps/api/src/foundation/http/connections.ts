import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf } from './network-of.js';
import { readInSlices } from './one-at-a-time.js';
import type { ProblemCode } from '@vm-manager/contracts';
import { answerOnSocket } from './answer-on-socket.js';

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
  server.on('clientError', answerUnreadable);
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

function refuse(socket: Socket, { perNetwork, retrySeconds }: typeof CONNECTION_LIMITS): void {
  const params = { limit: perNetwork, seconds: retrySeconds };
  const headers = { 'Retry-After': String(retrySeconds) };
  answerOnSocket(socket, { code: 'too-many-connections', params }, { headers });
}

/** What Node's parser says of a request that it could make none of. */
const CODE_BY_ERROR: Record<string, ProblemCode> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'payload-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-too-slow',
};

/** Node would answer without a word. */
function answerUnreadable({ code }: NodeJS.ErrnoException, socket: Socket): void {
  // Node's own name for the answer under way; after its head, nothing else can be said on this connection.
  const { _httpMessage: answer } = socket as { _httpMessage?: ServerResponse };
  if (!socket.writable || answer?.headersSent) return void socket.destroy();
  answerOnSocket(socket, { code: CODE_BY_ERROR[code ?? ''] ?? 'malformed-request', params: {} });
}
