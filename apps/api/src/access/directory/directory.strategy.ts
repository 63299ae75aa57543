import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { SignIn } from '@vm-manager/contracts';
import type { Request } from 'express';
import Strategy from 'passport-ldapauth';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { UserEntity } from '../identity/user.entity.js';
import { accountFilter } from './account-search.js';
import { DirectoryRecords } from './directory-records.js';
import { Directory } from './directory.js';
import { LdapDirectory } from './ldap-directory.js';
import { SignInAttempt } from './sign-in-attempt.js';

const CONNECTS_WITHIN_MS = 3_000;

/** Lets the school's directory check passwords. Used only within a `SignInAttempt`. */
@Injectable()
export class DirectoryStrategy extends PassportStrategy(Strategy, 'ldap') {
  constructor(
    @Inject(Directory) private readonly directory: LdapDirectory | null,
    private readonly records: DirectoryRecords,
  ) {
    super((_: unknown, done: Strategy.OptionsFunctionCallback) => done(null, this.optionsNow()));
  }

  /** The password was right. Rejects with `role-too-low` when the person is not in the group of those who may sign in. */
  async validate(): Promise<UserEntity | false> {
    const attempt = SignInAttempt.current;
    const account = await attempt.ask((session, signal) =>
      this.usedDirectory().find(session, attempt.username, signal),
    );
    if (!account) return false;
    if (!account.mayEnter) throw new ProblemError('role-too-low');
    return (await this.records.enter(account)) ?? false;
  }

  private optionsNow(): Strategy.Options {
    const { settings, password } = this.usedDirectory();
    const { username, server } = SignInAttempt.current;
    return {
      credentialsLookup: (request) => ({ username, password: passwordIn(request as Request) }),
      server: {
        url: server.session.url,
        ...(settings.bindDn === null ? {} : { bindDN: settings.bindDn, bindCredentials: password ?? '' }),
        searchBase: settings.userDn,
        searchFilter: accountFilter(settings, username),
        searchAttributes: [settings.loginAttribute],
        tlsOptions: server.tlsOptions,
        connectTimeout: CONNECTS_WITHIN_MS,
        strictDN: false,
      },
    };
  }

  private usedDirectory(): LdapDirectory {
    if (!this.directory) throw new Error('There is no directory.');
    return this.directory;
  }
}

const passwordIn = ({ body }: Request) => (body as SignIn).password;
