import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { HttpStatus, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { WebSocketGateway, type OnGatewayConnection, type OnGatewayInit } from '@nestjs/websockets';
import type { WebSocket, WebSocketServer } from 'ws';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { BrowserStream } from './browser-stream.js';
import { Closing } from './closing.js';
import { ConsoleAdmission } from './console-admission.js';
import { ConsolePresence } from './console-presence.js';
import { BINARY, CONSOLE_PATH } from './console-protocols.js';
import { ConsoleServing } from './console-serving.js';
import { ConsoleAudit } from './console-audit.js';
import { keepAlive } from './keep-alive.js';
import { OpenConsoles, type LiveConsole } from './open-consoles.js';
import { upgradeRefusal } from './upgrade-refusal.js';

/** A clipboard of 1 MiB, which is all that QEMU takes, with its header. */
const MESSAGE_LIMIT = 1024 * 1024 + 1024;
const CLOSE_LIMIT = 3_000;
const SHUTDOWN_LIMIT = 500;
/** When whoever is refused while we stop may try again. */
const RESTART_SECONDS = 5;

/** Where browsers and screens meet. Everything is refused before the upgrade or closed with a reason after it. */
@WebSocketGateway({
  path: CONSOLE_PATH,
  maxPayload: MESSAGE_LIMIT,
  perMessageDeflate: false,
  // `ws` answers each ping whether or not anybody reads; the browser's stream does it with back-pressure.
  autoPong: false,
  closeTimeout: CLOSE_LIMIT,
  handleProtocols: (offered: Set<string>) => offered.has(BINARY) && BINARY,
})
export class ConsoleGateway implements OnGatewayInit, OnGatewayConnection, BeforeApplicationShutdown {
  private readonly logger = new Logger(ConsoleGateway.name);
  private readonly admitted = new WeakMap<IncomingMessage, LiveConsole>();
  private sockets: WebSocketServer | undefined;
  private isStopping = false;

  constructor(
    private readonly admission: ConsoleAdmission,
    private readonly consoles: OpenConsoles,
    private readonly serving: ConsoleServing,
    private readonly presence: ConsolePresence,
    private readonly audit: ConsoleAudit,
  ) {}

  afterInit(sockets: WebSocketServer): void {
    this.sockets = sockets;
    // The decorator knows no instance; `ws` reads this option at each upgrade.
    sockets.options.verifyClient = ({ req }, answer) => {
      this.admit(req).then(
        () => answer(true),
        (error: unknown) => {
          this.audit.refused(req, error);
          const { status, body, headers } = upgradeRefusal(error, req);
          if (status >= HttpStatus.INTERNAL_SERVER_ERROR) this.logger.warn(error);
          answer(false, status, body, headers);
        },
      );
    };
  }

  handleConnection(socket: WebSocket, request: IncomingMessage): void {
    const console = this.admitted.get(request);
    if (!console) return socket.terminate();
    const browser = new BrowserStream(socket);
    keepAlive(browser);
    void this.serving.serve(browser, console);
  }

  /** The HTTP server waits for upgraded sockets, so they must go before it closes, not after. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    const clients = [...(this.sockets?.clients ?? [])];
    const gone = Promise.all(clients.map((client) => once(client, 'close')));
    this.consoles.closeFor({}, Closing.Restarting);
    // Nobody is left to wait for it when all have gone: it keeps no process alive.
    await Promise.race([gone, pause(SHUTDOWN_LIMIT, undefined, { ref: false })]);
    for (const client of clients) client.terminate();
    await this.audit.settled();
  }

  private async admit(request: IncomingMessage): Promise<void> {
    if (this.isStopping) throw new ProblemError('too-busy', { seconds: RESTART_SECONDS });
    const console = await this.admission.admit(request);
    request.socket.once('close', () => console.close(Closing.Finished));
    try {
      await this.presence.enter(console);
      await this.audit.opened(console, request);
    } catch (refusal) {
      console.close(Closing.Finished);
      throw refusal;
    }
    this.admitted.set(request, console);
    if (this.isStopping) console.close(Closing.Restarting);
    if (console.signal.aborted) throw new ProblemError('too-busy', { seconds: RESTART_SECONDS });
  }
}
