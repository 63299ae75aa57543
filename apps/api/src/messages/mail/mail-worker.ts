import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { Notifications } from '../../foundation/database/notifications.js';
import { Routines } from '../../foundation/database/routines.js';
import { MailDelivery } from './mail-delivery.js';
import { MAIL_CHANNEL } from './outbox.js';

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
    private readonly delivery: MailDelivery,
  ) {}

  onApplicationBootstrap(): void {
    if (this.environment.mail === null) return;
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
}
