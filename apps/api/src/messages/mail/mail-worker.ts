import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { Notifications } from '../../foundation/database/notifications.js';
import { Routines } from '../../foundation/database/routines.js';
import { HealthParts } from '../../foundation/health/health-parts.js';
import { Metrics } from '../../foundation/metrics/metrics.js';
import { MailDelivery } from './mail-delivery.js';
import { MAIL_CHANNEL, Outbox } from './outbox.js';

const LOOK_EVERY_MS = 10_000;
const TIDY_EVERY_MS = 3600_000;

/**
 * Delivers in one process at a time, at once when something is put into the outbox. A process that dies gives its lock
 * back, and another one goes on with what waits.
 */
@Injectable()
export class MailWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private stopListening: () => void = () => undefined;

  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    private readonly routines: Routines,
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
    const delivering = { everyMs: LOOK_EVERY_MS, lock: 'mail' };
    const deliver = this.routines.start(MailWorker.name, delivering, (signal) =>
      this.delivery.deliverDue(signal),
    );
    this.routines.start(MailWorker.name, { everyMs: TIDY_EVERY_MS, byAge: true }, () =>
      this.delivery.forgetOld(),
    );
    this.stopListening = this.notifications.listen(MAIL_CHANNEL, () => void deliver.run());
  }

  onModuleDestroy(): void {
    this.stopListening();
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
