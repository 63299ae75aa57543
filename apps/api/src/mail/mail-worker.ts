import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../config/environment.js';
import { AdvisoryLocks } from '../database/advisory-locks.js';
import { Notifications } from '../database/notifications.js';
import { HealthParts } from '../health/health-parts.js';
import { Metrics } from '../metrics/metrics.js';
import { MailDelivery } from './mail-delivery.js';
import { MAIL_CHANNEL, Outbox } from './outbox.js';

const LOOK_EVERY_MS = 10_000;
const TIDY_EVERY_MS = 3600_000;

/**
 * Delivers in one process at a time, at once when something is put into the outbox. A process that dies gives its lock
 * back, and another one goes on with what waits.
 */
@Injectable()
export class MailWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(MailWorker.name);
  private readonly stopping = new AbortController();
  private readonly stops: (() => void)[] = [];
  private working: Promise<void> | undefined;
  private askedMeanwhile = false;

  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    private readonly locks: AdvisoryLocks,
    private readonly notifications: Notifications,
    private readonly health: HealthParts,
    private readonly metrics: Metrics,
    private readonly outbox: Outbox,
    private readonly delivery: MailDelivery,
  ) {}

  onApplicationBootstrap(): void {
    if (this.environment.mail === null) return;
    this.health.register('mail', () => this.examine(), { needed: false });
    this.measure();
    const looking = setInterval(() => this.work(), LOOK_EVERY_MS);
    const tidying = setInterval(() => this.tidy(), TIDY_EVERY_MS);
    this.stops.push(
      this.notifications.listen(MAIL_CHANNEL, () => this.work()),
      () => clearInterval(looking),
      () => clearInterval(tidying),
    );
    this.work();
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const stop of this.stops) stop();
    this.stopping.abort();
    await this.working;
  }

  private work(): void {
    if (this.stopping.signal.aborted) return;
    this.askedMeanwhile = this.working !== undefined;
    this.working ??= this.locks
      .holdIfFree('mail', (lost) => this.delivery.deliverDue(AbortSignal.any([lost, this.stopping.signal])))
      .catch((error: unknown) => this.logger.warn(error))
      .finally(() => {
        this.working = undefined;
        if (this.askedMeanwhile) this.work();
      });
  }

  private tidy(): void {
    this.delivery.forgetOld().catch((error: unknown) => this.logger.warn(error));
  }

  private measure(): void {
    const figure = (name: 'waiting' | 'failing' | 'givenUp') => async () => (await this.outbox.state())[name];
    this.metrics.register(
      'vmm_mails_waiting',
      'Mails that the mail server has not taken yet.',
      figure('waiting'),
    );
    this.metrics.register(
      'vmm_mails_failing',
      'Those of them that it refused at least once.',
      figure('failing'),
    );
    this.metrics.register(
      'vmm_mails_given_up',
      'Mails of the last 14 days that were given up.',
      figure('givenUp'),
    );
  }

  /** Public, so without addresses and the server's own words: those are in the log. */
  private async examine(): Promise<string | void> {
    const { waiting, failing, givenUp } = await this.outbox.state();
    if (failing > 0) throw new Error(`the mail server does not take ${failing} of ${waiting} waiting mails`);
    if (givenUp > 0) return `${givenUp} mails of the last 14 days were given up`;
  }
}
