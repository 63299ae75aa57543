import { Inject, Injectable, Logger, type ExecutionContext } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { SignIn } from '@vm-manager/contracts';
import type { Request } from 'express';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { composed } from '../passwords/passwords.js';
import { toUsername } from '../identity/user.entity.js';
import { bindRefusalOf, REFUSAL_WORDS } from './bind-refusal.js';
import { Directory } from './directory.js';
import { LdapDirectory } from './ldap-directory.js';
import { tlsOptionsFor } from './ldap-tls.js';
import { SignInAttempt, type AttemptedServer } from './sign-in-attempt.js';

/** Sets `request.user` when the directory finds the password right; rejects when it cannot be checked. */
@Injectable()
export class DirectorySignInGuard extends AuthGuard('ldap') {
  private readonly logger = new Logger(DirectorySignInGuard.name);

  constructor(@Inject(Directory) private readonly directory: LdapDirectory | null) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const { username, password: typed } = request.body as SignIn;
    const password = composed(typed);
    // Passport reads the password there.
    request.body = { ...(request.body as SignIn), password };
    // Servers accept a bind without password as an anonymous one, and for some a NUL ends the password.
    if (toUsername(username) === '' || password === '' || password.includes('\0')) return false;
    const attempt = new SignInAttempt(toUsername(username));
    try {
      return await attempt.run(
        (signal) => this.connect(signal),
        async () => (await this.isKnown(attempt)) && (await super.canActivate(context)) === true,
      );
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      this.logger.warn(`Nobody can sign in at the directory: ${explained(error)}`);
      throw new ProblemError('directory-unavailable', {}, { cause: error });
    }
  }

  override handleRequest<User>(error: unknown, user: User | false, info: unknown): User {
    const refusal = bindRefusalOf(error, info);
    if (error && refusal === 'away') throw error;
    if (refusal !== null && refusal !== 'wrong' && refusal !== 'away')
      throw new ProblemError('account-closed', { reason: refusal });
    return (user || undefined) as User;
  }

  override getAuthenticateOptions(): Record<string, string> {
    return REFUSAL_WORDS;
  }

  /** Looks for the name first: a name that nobody has needs no bind, and later failures then belong to the person's own bind. */
  private async isKnown(attempt: SignInAttempt): Promise<boolean> {
    const name = await attempt.ask((session, signal) =>
      this.usedDirectory().nameOf(session, attempt.username, signal),
    );
    if (name !== null) attempt.username = name;
    return name !== null;
  }

  private async connect(signal: AbortSignal): Promise<AttemptedServer> {
    const { sessions, settings } = this.usedDirectory();
    const session = await sessions.open(signal);
    return { session, tlsOptions: await tlsOptionsFor(session.url, settings), startTls: settings.startTls };
  }

  private usedDirectory(): LdapDirectory {
    if (!this.directory) throw new Error('There is no directory.');
    return this.directory;
  }
}

const explained = (error: unknown) => (error instanceof Error ? error.message || error.name : String(error));
