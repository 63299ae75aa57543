import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';

const PATIENCE_MS = 3_000;

/** At the end, answers under way may finish, but a stream that nobody closes must not keep the process from stopping. */
@Injectable()
export class LingeringConnections implements BeforeApplicationShutdown, OnApplicationBootstrap {
  constructor(private readonly adapter: HttpAdapterHost) {}

  /**
   * Whoever stands at the door when it closes is cut off, and a proxy may not send an order a second time. So it closes in the
   * instant after all who stood there were let in.
   */
  onApplicationBootstrap(): void {
    const { server } = this;
    const close = server.close.bind(server);
    server.close = (done) => {
      setImmediate(() => close(done));
      return server;
    };
  }

  beforeApplicationShutdown(): void {
    const { server } = this;
    setTimeout(() => server.closeAllConnections(), PATIENCE_MS).unref();
  }

  private get server(): Server {
    return this.adapter.httpAdapter.getHttpServer() as Server;
  }
}
