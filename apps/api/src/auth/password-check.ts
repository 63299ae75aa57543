import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Directory } from './ldap/directory.js';
import { DirectorySignIn } from './ldap/directory-sign-in.js';
import { LocalSignIn } from './local-sign-in.js';
import { UserEntity } from './user.entity.js';
import { toUsername } from './username.js';

/**
 * Asks the one who knows the password. A local account's name is never asked of the directory: an entry of the same name
 * there is someone else, and must not become our administrator.
 */
@Injectable()
export class PasswordCheck {
  constructor(
    @InjectRepository(UserEntity) private readonly users: Repository<UserEntity>,
    @Inject(Directory) private readonly directory: Directory | null,
    private readonly local: LocalSignIn,
    private readonly atDirectory: DirectorySignIn,
  ) {}

  /** Sets `request.user` when the password is right; rejects when nobody can say. */
  async run(context: ExecutionContext, username: string): Promise<void> {
    const isLocal = !this.directory || (await this.users.existsBy({ username, source: 'local' }));
    await (isLocal ? this.local : this.atDirectory).canActivate(context);
  }

  /** Whose password it is to be, in the one form in which wrong ones are counted. */
  nameIn(typed: string): string {
    return this.directory ? this.directory.loginIn(typed) : toUsername(typed);
  }

  /** Whether someone who typed that may have to be told to leave the domain out. */
  isWithDomain(typed: string): boolean {
    return /[@\\]/.test(typed) && (this.directory?.hasBareLogins ?? true);
  }

  /** An unknown name costs the directory one question less than a wrong password: all refusals take as long. */
  get refusalTakesMs(): number {
    return this.directory ? 400 : 0;
  }
}
