import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { createServer, type Server } from 'node:http';
import { ENVIRONMENT, type Environment } from '../config/environment.js';
import { Metrics } from './metrics.js';

/** `GET /metrics` on a port of its own, without a session: for the machine that watches this one, not for browsers. */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(MetricsServer.name);
  private server: Server | undefined;

  constructor(
    private readonly metrics: Metrics,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.environment.metrics) return;
    const { host, port } = this.environment.metrics;
    this.metrics.watchProcess();
    this.server = createServer((request, response) => {
      if (request.url !== '/metrics' || request.method !== 'GET') return void response.writeHead(404).end();
      this.metrics.text().then(
        (text) => response.writeHead(200, { 'content-type': this.metrics.contentType }).end(text),
        (error: unknown) => {
          this.logger.warn(error);
          response.writeHead(500).end();
        },
      );
    });
    // Another process on this machine has the port already: its figures are as good as ours.
    this.server.on('error', (error) => this.logger.warn(`No metrics: ${error.message}`));
    this.server.listen(port, host);
  }

  onModuleDestroy(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}
