import { Inject, Injectable } from '@nestjs/common';
import { IsNull, Not, type FindOptionsWhere } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { UserEntity } from './user.entity.js';

/** Neither disabled here nor gone from the directory: what such an account has open goes on, and it is told things. */
export const OPEN_ACCOUNT = { disabledAt: IsNull(), leftDirectoryAt: IsNull() } as const;

export const isOpen = ({ disabledAt, leftDirectoryAt }: UserEntity) =>
  disabledAt === null && leftDirectoryAt === null;

/**
 * Who may sign in, the only definition: an open account whose password can be checked somewhere. Asked of one account, and
 * as a condition of queries; `sign-in-rule.spec.ts` holds the two to each other.
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

  /** Those of them for whom `further` is so too. */
  where(further: Pick<FindOptionsWhere<UserEntity>, 'id' | 'role'> = {}): FindOptionsWhere<UserEntity>[] {
    const local = { ...further, ...OPEN_ACCOUNT, source: 'local' as const, passwordHash: Not(IsNull()) };
    const directory = { ...further, ...OPEN_ACCOUNT, source: 'directory' as const };
    return this.hasDirectory ? [local, directory] : [local];
  }
}
