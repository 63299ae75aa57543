import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';

const PATIENCE_MS = 3_000;
/** A turn of the event loop this short let nobody wait at the door. */
const QUIET_TURN_MS = 1;
const TURNS_AT_MOST = 100;

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
   * Whoever stands at the door when it closes is cut off, and a proxy may not send an order a second time. So it closes in an
   * instant in which all who stood there have just been let in.
   */
  async onModuleDestroy(): Promise<void> {
    for (let turn = 0; turn < TURNS_AT_MOST; turn++) {
      const began = performance.now();
      await nextTurn();
      if (performance.now() - began < QUIET_TURN_MS) break;
    }
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
