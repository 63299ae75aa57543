import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { SignIn } from '@vm-manager/contracts';
import type { Request } from 'express';
import { setTimeout as pause } from 'node:timers/promises';
import { SignInAudit } from '../audit-writing/sign-in-audit.js';
import { validated } from '../../foundation/http/validated.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { networkOf } from '../../foundation/http/network-of.js';
import { TrustedProxies } from '../../foundation/http/trusted-proxies.js';
import { FairQueue } from '../passwords/fair-queue.js';
import { KnownPlaces } from './known-places.js';
import { PasswordCheck, REFUSAL_TAKES_MS, type Examiner } from './password-check.js';
import { knownBrowserOf } from '../sessions/session-cookie.js';
import { guesserAt, SignInThrottle, type Guesser } from './sign-in-throttle.js';
import type { UserEntity } from '../identity/user.entity.js';

/**
 * So many attempts at once ask the database whether they may try. The others wait, so that a flood does not slow down
 * people who are signed in.
 */
const AT_THE_DOOR = 2;
const WAITING_AT_THE_DOOR = { inAll: 2_000, ofNetwork: 500 };

/** From a network with too many failures, one password at a time is checked, at this pace. */
const LATE_LANE = { atOnce: 1, waiting: 5 };
const LATE_TAKES_MS = REFUSAL_TAKES_MS;

/** The account whose password `SignInGuard` found right. */
export const SignedIn = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<Request>().user as UserEntity,
);

/** Lets a request with a right password through, more slowly after wrong ones. The route gets the account by `@SignedIn()`. */
@Injectable()
export class SignInGuard implements CanActivate {
  /** A queue of its own, so that attempts that are slowed down take no place in the examiner's queue. */
  private readonly late = new FairQueue(Infinity);
  private readonly door = new FairQueue(AT_THE_DOOR, WAITING_AT_THE_DOOR.inAll);

  constructor(
    private readonly throttle: SignInThrottle,
    private readonly places: KnownPlaces,
    private readonly proxies: TrustedProxies,
    private readonly audit: SignInAudit,
    private readonly passwords: PasswordCheck,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const { username: typed } = validated(SignIn, request.body);
    const username = this.passwords.nameIn(typed);
    const address = this.proxies.clientAddress(request);
    const turn = await this.atTheDoor(address, async () => {
      const place = await this.places.find(username, address, knownBrowserOf(request));
      const examiner = await this.passwords.examinerOf(username);
      return { context, address, guesser: guesserAt(username, place), examiner };
    });
    const { wrong, late } = await this.take(turn).catch((error: unknown) => this.refused(turn, error));
    if (wrong) {
      // Invented names are in the audit log often enough by then.
      await this.audit.failed(username, address, { unknownToo: late === 0 });
      if (wrong.closed) throw wrong.closed;
      if (!wrong.isCertain) throw new ProblemError('directory-unavailable');
      if (late > 0) throw new ProblemError('too-many-attempts', { seconds: late });
      throw new ProblemError(
        'wrong-credentials',
        this.passwords.isWithDomain(typed) ? { hint: 'domain' } : {},
      );
    }
    await this.throttle.succeeded(turn.guesser);
    await this.audit.succeeded(request.user as UserEntity, address);
    return true;
  }

  private atTheDoor<T>(address: string, work: () => Promise<T>): Promise<T> {
    return this.door.run(networkOf(address), work, { waiting: WAITING_AT_THE_DOOR.ofNetwork });
  }

  private async take(turn: Turn): Promise<{ wrong: Wrong | null; late: number }> {
    const { address, guesser, examiner } = turn;
    const late = await this.atTheDoor(address, () => this.throttle.check(guesser));
    const { name, isKnown } = guesser;
    const attempt = () => examiner.queue.run(name, () => this.attempt(turn), { isKnown });
    const { id, refusable, closed } =
      late === 0 ? await attempt() : await this.late.run(name, () => slowly(attempt), LATE_LANE);
    if (refusable === null) return { wrong: null, late };
    const isCertain = await refusable;
    await this.throttle.failed(id, { directoryAway: !isCertain });
    return { wrong: { isCertain, closed }, late };
  }

  /** While the directory is away, too many attempts at a local name get the same answer as attempts at the directory's names. */
  private async refused(turn: Turn, error: unknown): ReturnType<SignInGuard['take']> {
    if (!(error instanceof ProblemError) || error.code !== 'too-many-attempts') throw error;
    if (!(await this.passwords.maySayTooOften())) throw new ProblemError('directory-unavailable');
    if (!(await this.throttle.directoryIsBack(turn.guesser))) throw error;
    return this.take(turn);
  }

  /** Holds no database connection while the password is checked. */
  private async attempt({ context, guesser, examiner }: Turn): Promise<Looked> {
    const id = await this.throttle.begin(guesser);
    const refusable = this.passwords.refusable(examiner);
    try {
      await examiner.examine(context);
    } catch (error) {
      // Some servers say that an account is closed whatever the password is.
      if (isClosed(error)) return { id, refusable, closed: error };
      await this.throttle.withdrawn(id);
      await refusable;
      throw error;
    }
    const isRight = context.switchToHttp().getRequest<Request>().user !== undefined;
    return { id, refusable: isRight ? null : refusable };
  }
}

interface Turn {
  context: ExecutionContext;
  address: string;
  guesser: Guesser;
  examiner: Examiner;
}

interface Looked {
  id: string;
  /** For a wrong password: resolves when the refusal may be answered, with whether it may say "wrong". */
  refusable: Promise<boolean> | null;
  closed?: ProblemError;
}

interface Wrong {
  isCertain: boolean;
  closed?: ProblemError | undefined;
}

async function slowly<T>(work: () => Promise<T>): Promise<T> {
  const asSlow = pause(LATE_TAKES_MS);
  try {
    return await work();
  } finally {
    await asSlow;
  }
}

const isClosed = (error: unknown): error is ProblemError =>
  error instanceof ProblemError && error.code === 'account-closed';
