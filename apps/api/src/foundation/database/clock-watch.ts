import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { InstallationEntity } from './installation.entity.js';

const HOUR_MS = 3600_000;
/** A school's host is off at weekends; after longer holidays its clock is doubted. */
const JUMP_MS = 7 * 24 * HOUR_MS;
/** A clock that jumped is believed after it has gone on for so long; time in which it jumped again does not count. */
const CONFIRMED_AFTER_MS = 24 * HOUR_MS;

/**
 * Tells whether the host's clock can be trusted to end or remove things by age: after a jump ahead everything would go at
 * once.
 */
@Injectable()
export class ClockWatch {
  private readonly logger = new Logger(ClockWatch.name);

  constructor(private readonly dataSource: DataSource) {}

  /** Called often: notes the time, and tells whether it follows from the time noted before. */
  isTrusted(now = new Date()): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      const rows = tx.getRepository(InstallationEntity);
      const key = { onlyOne: true };
      const { lastSeenAt, aheadSince, aheadSeenAt } = await rows.findOneOrFail({
        where: key,
        lock: { mode: 'pessimistic_write' },
      });
      if (lastSeenAt === null || since(lastSeenAt, now) <= JUMP_MS) {
        await rows.update(key, { lastSeenAt: now, aheadSince: null, aheadSeenAt: null });
        return true;
      }
      const step = aheadSeenAt && since(aheadSeenAt, now);
      if (aheadSince === null || step === null) {
        this.logger.warn(
          `The clock says ${now.toISOString()}, last it was ${lastSeenAt.toISOString()}: nothing is removed by age until it has gone on for a day`,
        );
        await rows.update(key, { aheadSince: now, aheadSeenAt: now });
        return false;
      }
      const doubtedSince = new Date(aheadSince.getTime() + (Math.abs(step) > JUMP_MS ? step : 0));
      const confirmed = since(doubtedSince, now) >= CONFIRMED_AFTER_MS;
      await rows.update(
        key,
        confirmed
          ? { lastSeenAt: now, aheadSince: null, aheadSeenAt: null }
          : { aheadSince: doubtedSince, aheadSeenAt: now },
      );
      return confirmed;
    });
  }

  /** An administrator confirms that the time is right. Resolves with the last time seen before the jump. */
  async confirm(tx: EntityManager, now = new Date()): Promise<Date | null> {
    const rows = tx.getRepository(InstallationEntity);
    const { lastSeenAt } = await rows.findOneOrFail({
      where: { onlyOne: true },
      lock: { mode: 'pessimistic_write' },
    });
    await rows.update({ onlyOne: true }, { lastSeenAt: now, aheadSince: null, aheadSeenAt: null });
    return lastSeenAt;
  }

  /** The last time that was trusted; null before there was one. */
  async lastSeenAt(): Promise<Date | null> {
    const rows = this.dataSource.getRepository(InstallationEntity);
    return (await rows.findOneByOrFail({ onlyOne: true })).lastSeenAt;
  }

  /** Until when a clock that jumped is not trusted; null for one that did not. */
  async doubtedUntil(): Promise<Date | null> {
    const rows = this.dataSource.getRepository(InstallationEntity);
    const { aheadSince } = await rows.findOneByOrFail({ onlyOne: true });
    return aheadSince && new Date(aheadSince.getTime() + CONFIRMED_AFTER_MS);
  }
}

const since = (then: Date, now: Date) => now.getTime() - then.getTime();
