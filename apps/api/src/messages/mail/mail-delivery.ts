import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource, In, LessThan, LessThanOrEqual, MoreThan } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { ClockWatch } from '../../foundation/database/clock-watch.js';
import { removeOldest } from '../../foundation/database/remove-oldest.js';
import { composeMail } from './compose-mail.js';
import { MailEntity } from './mail.entity.js';
import { Mailer, MailRefused } from './mailer.js';

const KEPT_MS = 30 * 24 * 3600_000;
const LONGEST_ERROR = 500;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const DELAYS_MS = [MINUTE_MS / 2, 2 * MINUTE_MS, 10 * MINUTE_MS, HOUR_MS / 2, HOUR_MS];
const LONGEST_MS = 2 * HOUR_MS;
/** A mail that would wait longer than this was delayed by a clock that was ahead: it is due. */
const LONGER_THAN_ANY_MS = 12 * HOUR_MS;

/** After so long a mail is given up. */
export const GIVEN_UP_AFTER_MS = 5 * 24 * HOUR_MS;

/** How long to wait after that many attempts. */
const retryDelayMs = (attempts: number): number => DELAYS_MS[attempts - 1] ?? LONGEST_MS;

/** Sends the mails that are due, one after the other. Callers hold a lock, as two at a time would send twice. */
@Injectable()
export class MailDelivery {
  private readonly logger = new Logger(MailDelivery.name);

  constructor(
    private readonly dataSource: DataSource,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(Mailer) private readonly mailer: Mailer,
    private readonly clock: ClockWatch,
  ) {}

  /** Until nothing is due or the signal aborts; a mail that fails is due again later. */
  async deliverDue(signal: AbortSignal, now: () => Date = () => new Date()): Promise<void> {
    while (!signal.aborted) {
      const mail = await this.nextDue(now());
      if (!mail) return;
      await this.attempt(mail, signal, now);
    }
  }

  /** Removes mails that were sent or given up long ago. */
  async forgetOld(now = new Date()): Promise<void> {
    const before = new Date(now.getTime() - KEPT_MS);
    const old = { state: In<MailEntity['state']>(['sent', 'given-up']), createdAt: LessThan(before) };
    await removeOldest(this.dataSource.manager, MailEntity, old, { createdAt: 'ASC' });
  }

  private nextDue(now: Date): Promise<MailEntity | null> {
    return this.dataSource.getRepository(MailEntity).findOne({
      where: [
        { state: 'waiting', nextAttemptAt: LessThanOrEqual(now) },
        { state: 'waiting', nextAttemptAt: MoreThan(new Date(now.getTime() + LONGER_THAN_ANY_MS)) },
      ],
      order: { nextAttemptAt: 'ASC', createdAt: 'ASC' },
    });
  }

  private async attempt(mail: MailEntity, signal: AbortSignal, now: () => Date): Promise<void> {
    const mails = this.dataSource.getRepository(MailEntity);
    try {
      await this.mailer.send(composeMail(mail, this.environment.publicUrl), signal);
    } catch (error) {
      // We are stopping, or another process has the lock by now: not the server's fault.
      if (!signal.aborted) await mails.update({ id: mail.id }, await this.afterFailure(mail, error, now()));
      return;
    }
    await mails.update({ id: mail.id }, { state: 'sent', sentAt: now(), attempts: mail.attempts + 1 });
  }

  private async afterFailure({ id, attempts, createdAt }: MailEntity, error: unknown, now: Date) {
    const lastError = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_ERROR);
    const isOld = now.getTime() - createdAt.getTime() >= GIVEN_UP_AFTER_MS;
    const givenUp = error instanceof MailRefused || (isOld && (await this.clock.isTrusted(now)));
    this.logger.warn(`Mail ${id} ${givenUp ? 'is given up' : 'has to wait'}: ${lastError}`);
    return {
      state: givenUp ? ('given-up' as const) : ('waiting' as const),
      attempts: attempts + 1,
      nextAttemptAt: new Date(now.getTime() + retryDelayMs(attempts + 1)),
      lastError,
    };
  }
}
