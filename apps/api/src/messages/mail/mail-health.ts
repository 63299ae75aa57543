import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { HealthParts } from '../../foundation/health/health-parts.js';
import { Metrics } from '../../foundation/metrics/metrics.js';
import { Outbox } from './outbox.js';

/** Whether mails go out, for health and metrics. */
@Injectable()
export class MailHealth implements OnModuleInit {
  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    private readonly outbox: Outbox,
    private readonly health: HealthParts,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    if (this.environment.mail === null) return;
    this.health.register('mail', () => this.examine(), { needed: false });
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

  /** Everyone may read this: no addresses and none of the server's own words, which are in the log. */
  private async examine(): Promise<string | void> {
    const { waiting, failing, givenUp } = await this.outbox.state();
    if (failing > 0) throw new Error(`the mail server does not take ${failing} of ${waiting} waiting mails`);
    if (givenUp > 0) return `${givenUp} mails of the last 14 days were given up`;
  }
}
