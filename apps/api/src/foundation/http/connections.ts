import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf } from './network-of.js';
import { readInSlices } from './one-at-a-time.js';
import type { ProblemCode } from '@vm-manager/contracts';
import { answerOnSocket } from './answer-on-socket.js';

/**
 * How many connections one network may hold. A class behind one address fits in: sixty browsers with six connections each, and
 * their consoles. A trusted proxy stands for many people, so only the total limits it.
 */
export const CONNECTION_LIMITS = {
  inAll: 8_000,
  perNetwork: 1_000,
  /** A request's head, and all of the request, must have arrived within these times. */
  headMs: 15_000,
  requestMs: 60_000,
  /** A connection on which nothing moves: an answer that nobody takes. Streams and consoles have rules of their own. */
  stillMs: 60_000,
  /** After how long a network with too many connections may try again. */
  retrySeconds: 10,
};

/** Sets the limits of the HTTP server, which may stand without a proxy before it. */
export function guardConnections(
  server: Server,
  isProxy: (address: string) => boolean,
  limits = CONNECTION_LIMITS,
): void {
  server.maxConnections = limits.inAll;
  server.headersTimeout = limits.headMs;
  server.requestTimeout = limits.requestMs;
  server.timeout = limits.stillMs;
  // A client that offers another protocol, such as `curl --http2`, is answered in HTTP/1.1 (RFC 9110, 7.8).
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

/** Codes of Node's parser for bytes that are no valid request. */
const CODE_BY_ERROR: Record<string, ProblemCode> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'payload-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-too-slow',
};

/** Node's own answer would have no body. */
function answerUnreadable({ code }: NodeJS.ErrnoException, socket: Socket): void {
  // Node's own field for the answer under way: once its head is sent, no other answer can go out on this connection.
  const { _httpMessage: answer } = socket as { _httpMessage?: ServerResponse };
  if (!socket.writable || answer?.headersSent) return void socket.destroy();
  answerOnSocket(socket, { code: CODE_BY_ERROR[code ?? ''] ?? 'malformed-request', params: {} });
}
