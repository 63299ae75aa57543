import { Injectable } from '@nestjs/common';
import {
  DataSource,
  IsNull,
  LessThan,
  MoreThan,
  Not,
  type EntityManager,
  type FindOptionsWhere,
} from 'typeorm';
import { SKEW_MS } from '../../foundation/database/lately.js';
import { lockUntilEnd } from '../../foundation/database/transaction-lock.js';
import { removeOldest } from '../../foundation/database/remove-oldest.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { Place } from './known-places.js';
import { SignInFailureEntity } from './sign-in-failure.entity.js';
import {
  ACCOUNT_WINDOW_MS,
  accountOpensAt,
  CHECK_WINDOW_MS,
  FAILURES_THAT_COUNT,
  guesserOpensAt,
  NETWORK_WINDOW_MS,
  networkOpensAt,
  secondsUntil,
} from './throttling-rules.js';

/** Who may be guessing an account's password, and is delayed for it: a network, a browser or a session. */
export interface Guesser {
  username: string;
  name: string;
  /** The network, for a stranger; null for a known browser or a session. */
  stranger: string | null;
  /** Whether the account is known here: then failures of strangers do not keep it out. */
  isKnown: boolean;
}

export const guesserAt = (username: string, { network, browserId, isKnownNetwork }: Place): Guesser =>
  browserId === null
    ? { username, name: `network ${network}`, stranger: network, isKnown: isKnownNetwork }
    : { username, name: `browser ${browserId}`, stranger: null, isKnown: true };

/** Somebody who is signed in and types the account's present password. */
export const guesserIn = (username: string, sessionId: string): Guesser => ({
  username,
  name: `session ${sessionId}`,
  stranger: null,
  isKnown: true,
});

/**
 * Delays guessing of passwords, for the guesser rather than for the account's owner: by account and guesser, by network, and after
 * far more failures by account. An attempt counts as failed from its beginning until it succeeds, so that many at once gain nothing.
 */
@Injectable()
export class SignInThrottle {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Rejects with `too-many-attempts`. Changes nothing and takes no lock. Resolves with the seconds for which the guesser's network
   * has to wait, 0 when it does not. A network that has to wait still gets one attempt at each account checked: the one who
   * guesses may be a single pupil behind the address of a school.
   */
  async check(guesser: Guesser, now = new Date()): Promise<number> {
    const { manager } = this.dataSource;
    const failures = await this.refuse(manager, guesser, now);
    if (guesser.stranger === null || guesser.isKnown) return 0;
    const ofNetwork = { address: guesser.stranger, checking: false, directoryAway: false };
    const opensAt = networkOpensAt(await timesOf(manager, ofNetwork, before(now, NETWORK_WINDOW_MS)), now);
    const seconds = secondsUntil(opensAt, now);
    if (seconds > 0 && failures > 0) throw new ProblemError('too-many-attempts', { seconds });
    return seconds;
  }

  /** Counts the attempt, or rejects as `check`; one of the three below follows, within `CHECK_WINDOW_MS`. */
  async begin(guesser: Guesser, now = new Date()): Promise<string> {
    return this.dataSource.transaction(async (tx) => {
      await lockUntilEnd(tx, `sign-in:${guesser.username}`);
      await this.refuse(tx, guesser, now);
      const { username, name, stranger } = guesser;
      const attempt = { username, guesser: name, address: stranger, checking: true, at: now };
      const { id } = await tx.save(SignInFailureEntity, attempt);
      return id;
    });
  }

  async failed(attemptId: string, { directoryAway = false } = {}): Promise<void> {
    await this.dataSource.manager.update(
      SignInFailureEntity,
      { id: attemptId },
      { checking: false, directoryAway },
    );
  }

  /** The directory answers again. Resolves with whether failures of this guesser were removed because of that. */
  async directoryIsBack({ username, name }: Guesser): Promise<boolean> {
    const whileAway = { username, guesser: name, directoryAway: true };
    const { affected } = await this.dataSource.manager.delete(SignInFailureEntity, whileAway);
    return (affected ?? 0) > 0;
  }

  /** The password could not be checked. */
  async withdrawn(attemptId: string): Promise<void> {
    await this.dataSource.manager.delete(SignInFailureEntity, { id: attemptId });
  }

  /** Only this guesser's failures are forgotten; others who guess remain delayed. */
  async succeeded({ username, name }: Guesser): Promise<void> {
    await this.dataSource.manager.delete(SignInFailureEntity, { username, guesser: name });
  }

  /** After a new password, wrong attempts at the old one delay nobody. */
  async forgive(username: string, tx: EntityManager): Promise<void> {
    await tx.delete(SignInFailureEntity, { username });
  }

  /** Also removes failures with a time in the future, and attempts whose process died during the check. */
  async forgetOld(now = new Date()): Promise<void> {
    const old = [
      { at: LessThan(before(now, ACCOUNT_WINDOW_MS)) },
      { at: MoreThan(before(now, -SKEW_MS)) },
      { checking: true, at: LessThan(before(now, CHECK_WINDOW_MS)) },
    ];
    await removeOldest(this.dataSource.manager, SignInFailureEntity, old, { at: 'ASC' });
  }

  /** How often the guesser has failed, when that is not too often. */
  private async refuse(tx: EntityManager, guesser: Guesser, now: Date): Promise<number> {
    const { username, name, isKnown } = guesser;
    const since = before(now, ACCOUNT_WINDOW_MS);
    const own = await timesOf(tx, { username, guesser: name }, since);
    const opensAt = [guesserOpensAt(own, now)];
    const strangers = { username, address: Not(IsNull()) };
    if (!isKnown) opensAt.push(accountOpensAt(await timesOf(tx, strangers, since), now));
    const seconds = Math.max(...opensAt.map((at) => secondsUntil(at, now)));
    if (seconds > 0) throw new ProblemError('too-many-attempts', { seconds });
    return own.length;
  }
}

/** The latest, ascending. */
async function timesOf(
  manager: EntityManager,
  where: FindOptionsWhere<SignInFailureEntity>,
  since: Date,
): Promise<Date[]> {
  const failures = await manager.find(SignInFailureEntity, {
    where: { ...where, at: MoreThan(since) },
    select: { at: true },
    order: { at: 'DESC' },
    take: FAILURES_THAT_COUNT,
  });
  return failures.map(({ at }) => at).reverse();
}

const before = (now: Date, ms: number) => new Date(now.getTime() - ms);
