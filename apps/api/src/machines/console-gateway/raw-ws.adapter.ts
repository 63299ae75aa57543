import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WsAdapter } from '@nestjs/platform-ws';
import type { WebSocket, WebSocketServer } from 'ws';
import { answerOnSocket } from '../../foundation/http/answer-on-socket.js';
import { languageOf } from '../../foundation/http/language.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';

/** The versions that `ws` speaks, told to a client that asks for another one (RFC 6455, 4.4). */
const WS_VERSIONS = { 'Sec-WebSocket-Version': '13, 8' };

/** WebSockets that carry bytes, not Nest's JSON messages: a gateway gets the socket and does the rest. */
export class RawWsAdapter extends WsAdapter {
  override bindMessageHandlers(): void {}

  /** What a client does wrong is answered with a close; it is no error of ours to be logged. */
  override bindErrorHandler(server: WebSocketServer): WebSocketServer {
    server.on('connection', (client: WebSocket) => client.on('error', () => undefined));
    server.on('wsClientError', (_error: Error, socket: Duplex, request: IncomingMessage) =>
      answerOnSocket(socket, new ProblemError('malformed-request'), {
        headers: WS_VERSIONS,
        language: languageOf(request),
      }),
    );
    return server.on('error', (error) => this.logger.error(error));
  }

  /** Nest's own cuts an upgrade on an unknown path without an answer. */
  protected override ensureHttpServerExists(port: number, server: Server = createServer()): Server {
    if (this.httpServersRegistry.has(port)) return server;
    this.httpServersRegistry.set(port, server);
    return server.on('upgrade', (request, socket, head) => this.upgrade(port, request, socket, head));
  }

  private upgrade(port: number, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = request.url?.split('?')[0];
    const gateways: (WebSocketServer & { path: string })[] = this.wsServersRegistry.get(port) ?? [];
    const sockets = gateways.find((gateway) => gateway.path === path);
    if (sockets) {
      sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
    } else {
      answerOnSocket(socket, new ProblemError('not-found'), { language: languageOf(request) });
    }
  }
}
