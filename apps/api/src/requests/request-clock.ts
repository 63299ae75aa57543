import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { AdvisoryLocks } from '../database/advisory-locks.js';
import { RequestUpkeep } from './request-upkeep.js';

const EVERY_MS = 30_000;

/** Looks for what is due, in one process at a time. */
@Injectable()
export class RequestClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(RequestClock.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> | undefined;

  constructor(
    private readonly locks: AdvisoryLocks,
    private readonly upkeep: RequestUpkeep,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), EVERY_MS);
    this.look();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private look(): void {
    this.running ??= this.locks
      .holdIfFree('requests', () => this.upkeep.run(new Date()))
      .catch((error: unknown) => this.logger.warn(error))
      .finally(() => (this.running = undefined));
  }
}
