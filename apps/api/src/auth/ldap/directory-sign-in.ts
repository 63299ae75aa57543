import { Inject, Injectable, Logger, type ExecutionContext } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { SignIn } from '@vm-manager/contracts';
import type { Request } from 'express';
import { ProblemError } from '../../http/problem-error.js';
import { composed } from '../passwords.js';
import { toUsername } from '../username.js';
import { Directory } from './directory.js';
import { LdapDirectory } from './ldap-directory.js';
import { tlsOptionsFor } from './ldap-tls.js';
import { SignInAttempt, type AttemptedServer } from './sign-in-attempt.js';

/** ldapauth-fork tells by a text that a name is not unique; 48 and 49 are a server's words for a wrong password. */
const REFUSALS = [48, 49];

/** Sets `request.user` when the directory finds the password right; rejects when nobody can say. */
@Injectable()
export class DirectorySignIn extends AuthGuard('ldap') {
  private readonly logger = new Logger(DirectorySignIn.name);

  constructor(@Inject(Directory) private readonly directory: LdapDirectory | null) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const { username, password: typed } = request.body as SignIn;
    const password = composed(typed);
    // Passport reads it there, too.
    request.body = { ...(request.body as SignIn), password };
    // Servers take a bind without password for an anonymous one; a NUL ends a password early for some.
    if (toUsername(username) === '' || password === '' || password.includes('\0')) return false;
    const attempt = new SignInAttempt(toUsername(username));
    try {
      return await attempt.run(
        (signal) => this.connect(signal),
        async () => (await super.canActivate(context)) === true,
      );
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      this.logger.warn(`Nobody can sign in at the directory: ${explained(error)}`);
      throw new ProblemError('directory-unavailable', {}, { cause: error });
    }
  }

  override handleRequest<User>(error: unknown, user: User | false): User {
    if (error && !isRefusal(error)) throw error;
    return (user || undefined) as User;
  }

  private async connect(signal: AbortSignal): Promise<AttemptedServer> {
    if (!this.directory) throw new Error('There is no directory.');
    const { sessions, settings } = this.directory;
    const session = await sessions.open(signal);
    return { session, tlsOptions: await tlsOptionsFor(session.url, settings), startTls: settings.startTls };
  }
}

function isRefusal(error: unknown): boolean {
  if (typeof error === 'string') return error.startsWith('unexpected number of matches');
  return error instanceof Error && 'code' in error && REFUSALS.includes(Number(error.code));
}

const explained = (error: unknown) => (error instanceof Error ? error.message || error.name : String(error));
