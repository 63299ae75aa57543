import { Inject, Injectable } from '@nestjs/common';
import { IsNull, Not, type FindOptionsWhere } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { UserEntity } from './user.entity.js';

/** Accounts that are neither disabled here nor gone from the directory: their sessions go on, and they get notices. */
export const OPEN_ACCOUNT = { disabledAt: IsNull(), leftDirectoryAt: IsNull() } as const;

export const isOpen = ({ disabledAt, leftDirectoryAt }: UserEntity) =>
  disabledAt === null && leftDirectoryAt === null;

/**
 * The only definition of who may sign in: an open account whose password can be checked somewhere. There are two forms, for one
 * account and as a condition of queries; `sign-in-rule.spec.ts` checks that they agree.
 */
@Injectable()
export class SignInRule {
  private readonly hasDirectory: boolean;

  constructor(@Inject(ENVIRONMENT) { directory }: Pick<Environment, 'directory'>) {
    this.hasDirectory = directory !== null;
  }

  allows(user: UserEntity): boolean {
    return isOpen(user) && (user.source === 'local' ? user.passwordHash !== null : this.hasDirectory);
  }

  /** Condition for accounts that may sign in and also match `further`. */
  where(further: Pick<FindOptionsWhere<UserEntity>, 'id' | 'role'> = {}): FindOptionsWhere<UserEntity>[] {
    const local = { ...further, ...OPEN_ACCOUNT, source: 'local' as const, passwordHash: Not(IsNull()) };
    const directory = { ...further, ...OPEN_ACCOUNT, source: 'directory' as const };
    return this.hasDirectory ? [local, directory] : [local];
  }
}
