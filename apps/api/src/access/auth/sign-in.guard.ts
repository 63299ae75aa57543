import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { SignIn } from '@vm-manager/contracts';
import type { Request } from 'express';
import { setTimeout as pause } from 'node:timers/promises';
import { SignInTrail } from '../audit-trail/sign-in-trail.js';
import { checked } from '../../foundation/http/checked.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { TrustedProxies } from '../../foundation/http/trusted-proxies.js';
import { FairQueue } from '../passwords/fair-queue.js';
import { KnownPlaces } from './known-places.js';
import { PasswordCheck, type Examiner } from './password-check.js';
import { knownBrowserOf } from '../sessions/session-cookie.js';
import { guesserAt, SignInThrottle, type Guesser } from './sign-in-throttle.js';
import type { UserEntity } from '../identity/user.entity.js';

/** From a network that has failed too often, one password at a time is looked at, and no faster than this. */
const LATE_LANE = { atOnce: 1, waiting: 5 };
const LATE_TAKES_MS = 500;

/** Lets through who shows a right password, slowly after wrong ones; `@SignedIn()` is then whose it was. */
@Injectable()
export class SignInGuard implements CanActivate {
  /** A line of its own: whoever is slowed down in it keeps no place at the examiner's door meanwhile. */
  private readonly late = new FairQueue(Infinity);

  constructor(
    private readonly throttle: SignInThrottle,
    private readonly places: KnownPlaces,
    private readonly proxies: TrustedProxies,
    private readonly trail: SignInTrail,
    private readonly passwords: PasswordCheck,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const { username: typed } = checked(SignIn, request.body);
    const username = this.passwords.nameIn(typed);
    const address = this.proxies.clientAddress(request);
    const place = await this.places.find(username, address, knownBrowserOf(request));
    const guesser = guesserAt(username, place);
    const late = await this.throttle.check(guesser);
    const examiner = await this.passwords.examinerOf(username);
    const attempt = () => examiner.queue.run(guesser.name, () => this.attempt(context, guesser, examiner));
    const wrong =
      late === 0 ? await attempt() : await this.late.run(guesser.name, () => slowly(attempt), LATE_LANE);
    if (wrong) {
      const isCertain = await wrong.refusable;
      // What strangers made up is on record often enough by then.
      await this.trail.failed(username, address, { unknownToo: late === 0 });
      if (wrong.closed) throw wrong.closed;
      if (!isCertain) throw new ProblemError('directory-unavailable');
      if (late > 0) throw new ProblemError('too-many-attempts', { seconds: late });
      throw new ProblemError(
        'wrong-credentials',
        this.passwords.isWithDomain(typed) ? { hint: 'domain' } : {},
      );
    }
    await this.throttle.succeeded(guesser);
    await this.trail.succeeded(request.user as UserEntity, address);
    return true;
  }

  /** Holds no connection of the database while the password is looked at. */
  private async attempt(
    context: ExecutionContext,
    guesser: Guesser,
    examiner: Examiner,
  ): Promise<Wrong | undefined> {
    const id = await this.throttle.begin(guesser);
    const refusable = this.passwords.refusable(examiner);
    try {
      await examiner.examine(context);
    } catch (error) {
      // Some servers say so whatever the password is.
      if (isClosed(error)) {
        await this.throttle.failed(id);
        return { refusable, closed: error };
      }
      await this.throttle.withdrawn(id);
      await refusable;
      throw error;
    }
    if (context.switchToHttp().getRequest<Request>().user) return undefined;
    await this.throttle.failed(id);
    return { refusable };
  }
}

/** Resolves when it may be said, with whether it may. */
interface Wrong {
  refusable: Promise<boolean>;
  closed?: ProblemError;
}

async function slowly<T>(work: () => Promise<T>): Promise<T> {
  const [result] = await Promise.all([work(), pause(LATE_TAKES_MS)]);
  return result;
}

const isClosed = (error: unknown): error is ProblemError =>
  error instanceof ProblemError && error.code === 'account-closed';
