import { Injectable } from '@nestjs/common';
import { DataSource, LessThan, MoreThan, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { oneAtATime } from '../database/one-at-a-time.js';
import { ProblemError } from '../http/problem-error.js';
import { SignInFailureEntity } from './sign-in-failure.entity.js';
import {
  ACCOUNT_WINDOW_MS,
  accountOpensAt,
  ADDRESS_WINDOW_MS,
  addressOpensAt,
  CHECK_WINDOW_MS,
  checksOpenAt,
  secondsUntil,
} from './throttling-rules.js';

/**
 * Slows down guessing. An attempt counts against its account from its beginning and is taken back if it succeeds, so
 * that many at once are no way around; against its address it counts when it has failed, and until then as one of a
 * bounded number of checks under way.
 */
@Injectable()
export class SignInThrottle {
  constructor(private readonly dataSource: DataSource) {}

  /** Rejects with `too-many-attempts`; otherwise one of the three below follows. Without address, none is blamed. */
  async begin(username: string, address: string | null, now = new Date()): Promise<string> {
    return this.dataSource.transaction(async (tx) => {
      const opensAt = [await this.accountOpensAt(tx, username, now)];
      if (address !== null) opensAt.push(...(await this.addressOpensAt(tx, address, now)));
      const seconds = Math.max(...opensAt.map((at) => secondsUntil(at, now)));
      if (seconds > 0) throw new ProblemError('too-many-attempts', { seconds });
      const checking = address === null ? null : whileChecking(address);
      const { id } = await tx.save(SignInFailureEntity, { username, address: checking, at: now });
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

  private async accountOpensAt(tx: EntityManager, username: string, now: Date): Promise<Date | null> {
    await oneAtATime(tx, `sign-in:${username}`);
    const at = MoreThan(before(now, ACCOUNT_WINDOW_MS));
    return accountOpensAt(await this.times(tx, { username, at }));
  }

  /** After the account, always: in two orders, two attempts could wait for each other. */
  private async addressOpensAt(tx: EntityManager, address: string, now: Date): Promise<(Date | null)[]> {
    await oneAtATime(tx, `sign-in-from:${address}`);
    const at = MoreThan(before(now, ADDRESS_WINDOW_MS));
    const underWay = await tx.countBy(SignInFailureEntity, {
      address: whileChecking(address),
      at: MoreThan(before(now, CHECK_WINDOW_MS)),
    });
    return [addressOpensAt(await this.times(tx, { address, at })), checksOpenAt(underWay, now)];
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

/** No address of a client begins like this. */
const whileChecking = (address: string) => `checking ${address}`;

const before = (now: Date, ms: number) => new Date(now.getTime() - ms);
