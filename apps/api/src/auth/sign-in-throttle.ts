import { Injectable } from '@nestjs/common';
import { DataSource, LessThan, MoreThan, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { ProblemError } from '../http/problem-error.js';
import { SignInFailureEntity } from './sign-in-failure.entity.js';
import {
  ACCOUNT_WINDOW_MS,
  accountOpensAt,
  ADDRESS_WINDOW_MS,
  addressOpensAt,
  secondsUntil,
} from './throttling-rules.js';

/**
 * Slows down guessing. An attempt counts against its account from its beginning and is taken back if it succeeds, so
 * that many at once are no way around; against its address it counts only when it has failed.
 */
@Injectable()
export class SignInThrottle {
  constructor(private readonly dataSource: DataSource) {}

  /** Rejects with `too-many-attempts`; otherwise one of the three below follows. Without address, none is blamed. */
  async begin(username: string, address: string | null, now = new Date()): Promise<string> {
    return this.dataSource.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`sign-in:${username}`]);
      const ofAccount = await this.times(tx, { username, at: MoreThan(before(now, ACCOUNT_WINDOW_MS)) });
      const ofAddress =
        address === null
          ? []
          : await this.times(tx, { address, at: MoreThan(before(now, ADDRESS_WINDOW_MS)) });
      const seconds = Math.max(
        secondsUntil(accountOpensAt(ofAccount), now),
        secondsUntil(addressOpensAt(ofAddress), now),
      );
      if (seconds > 0) throw new ProblemError('too-many-attempts', { seconds });
      const { id } = await tx.save(SignInFailureEntity, { username, address: null, at: now });
      return id;
    });
  }

  async failed(attemptId: string, address: string): Promise<void> {
    await this.dataSource.manager.update(SignInFailureEntity, { id: attemptId }, { address });
  }

  /** Nobody could say whether the password was right. */
  async withdrawn(attemptId: string): Promise<void> {
    await this.dataSource.manager.delete(SignInFailureEntity, { id: attemptId });
  }

  async succeeded(username: string): Promise<void> {
    await this.dataSource.manager.delete(SignInFailureEntity, { username });
  }

  async forgetOld(now = new Date()): Promise<void> {
    await this.dataSource.manager.delete(SignInFailureEntity, {
      at: LessThan(before(now, ACCOUNT_WINDOW_MS)),
    });
  }

  private async times(tx: EntityManager, where: FindOptionsWhere<SignInFailureEntity>): Promise<Date[]> {
    const failures = await tx.find(SignInFailureEntity, {
      where,
      select: { at: true },
      order: { at: 'ASC' },
    });
    return failures.map(({ at }) => at);
  }
}

const before = (now: Date, ms: number) => new Date(now.getTime() - ms);
