import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';

const PATIENCE_MS = 3_000;
const TURNS_AT_MOST = 1_000;

/**
 * Closes first of all when the process stops: whoever is sent away after that, consoles above all, and comes back at once finds
 * another process, or is told by the proxy to wait. Answers under way are finished.
 */
@Injectable()
export class FrontDoor implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private close: () => Promise<void> = () => Promise.resolve();

  constructor(private readonly adapter: HttpAdapterHost) {}

  onApplicationBootstrap(): void {
    const { server } = this;
    const close = server.close.bind(server);
    let closed: Promise<void> | undefined;
    this.close = () => (closed ??= new Promise((resolve) => close(() => resolve())));
    // Nest closes it later, and then waits until the last answer is given.
    server.close = (done) => {
      void this.close().then(() => done?.());
      server.closeIdleConnections();
      return server;
    };
  }

  /**
   * Whoever stands at the door when it closes is cut off, and a proxy may not send an order a second time. So the socket loses its
   * name first: from then on the proxy finds nobody here and sends nothing, and those who stand there are let in. A port cannot be
   * hidden; it closes when nobody stands there, and who comes in that very instant is cut off.
   */
  async onModuleDestroy(): Promise<void> {
    const { server } = this;
    const place = server.address();
    if (typeof place === 'string') await rm(place, { force: true });
    let entered = true;
    const note = () => (entered = true);
    server.on('connection', note);
    // One is let in at each turn of the event loop; the first turn may have begun before.
    await nextTurn();
    for (let turn = 0; entered && turn < TURNS_AT_MOST; turn++) {
      entered = false;
      await nextTurn();
    }
    server.off('connection', note);
    void this.close();
  }

  /** A stream that nobody closes must not keep the process from stopping. */
  beforeApplicationShutdown(): void {
    const { server } = this;
    setTimeout(() => server.closeAllConnections(), PATIENCE_MS).unref();
  }

  private get server(): Server {
    return this.adapter.httpAdapter.getHttpServer() as Server;
  }
}
