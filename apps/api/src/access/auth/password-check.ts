import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { setTimeout as pause } from 'node:timers/promises';
import { Repository } from 'typeorm';
import { FairQueue } from '../passwords/fair-queue.js';
import { Directory } from '../directory/directory.js';
import { DirectorySignInGuard } from '../directory/directory-sign-in.guard.js';
import { Passwords } from '../passwords/passwords.js';
import { LocalSignInGuard } from './local-sign-in.guard.js';
import { toUsername, UserEntity } from '../identity/user.entity.js';

const DIRECTORY_WITHIN_MS = 5_000;
export const REFUSAL_TAKES_MS = 400;
/** With a directory that hangs each check takes seconds; a whole class must not wait one after the other. */
const QUESTIONS_AT_ONCE = 60;

/** Checks the passwords of local accounts or of directory accounts, with the queue in which attempts wait for it. */
export interface Examiner {
  readonly queue: FairQueue;
  /** Sets `request.user` when the password is right; rejects when it cannot be checked. */
  examine(context: ExecutionContext): Promise<void>;
}

/**
 * Finds out where a password is checked. The name of a local account is never looked up in the directory: an entry of the same
 * name there is another person, and must not become our administrator.
 */
@Injectable()
export class PasswordCheck {
  private readonly here: Examiner;
  private readonly there: Examiner = {
    queue: new FairQueue(QUESTIONS_AT_ONCE),
    examine: async (context) => void (await this.atDirectory.canActivate(context)),
  };
  private look: Promise<boolean> | null = null;

  constructor(
    @InjectRepository(UserEntity) private readonly users: Repository<UserEntity>,
    @Inject(Directory) private readonly directory: Directory | null,
    private readonly atDirectory: DirectorySignInGuard,
    local: LocalSignInGuard,
    { queue }: Passwords,
  ) {
    this.here = { queue, examine: async (context) => void (await local.canActivate(context)) };
  }

  async examinerOf(username: string): Promise<Examiner> {
    const isLocal = !this.directory || (await this.users.existsBy({ username, source: 'local' }));
    return isLocal ? this.here : this.there;
  }

  /** The account's name in what was typed, in the form under which wrong passwords are counted. */
  nameIn(typed: string): string {
    return this.directory ? this.directory.loginIn(typed) : toUsername(typed);
  }

  /** Whether the answer should hint that the domain is to be left out. */
  isWithDomain(typed: string): boolean {
    return /[@\\]/.test(typed) && (this.directory?.hasBareLogins ?? true);
  }

  /**
   * Resolves when a refusal may be answered, with whether it may say "wrong". All refusals take equally long, as an unknown name
   * costs the directory one question less than a wrong password. While the directory is away, names of local accounts must not
   * be told from its names, so the answer is not certain then. Never rejects.
   */
  async refusable(examiner: Examiner): Promise<boolean> {
    if (!this.directory) return true;
    const answers = examiner === this.there || this.directoryAnswers();
    await pause(REFUSAL_TAKES_MS);
    return answers;
  }

  /** The same for an attempt that is refused unchecked, after too many: as slow while the directory is away. Never rejects. */
  async maySayTooOften(): Promise<boolean> {
    if (!this.directory) return true;
    const asSlow = pause(REFUSAL_TAKES_MS);
    const answers = await this.directoryAnswers();
    if (!answers) await asSlow;
    return answers;
  }

  /** All who ask during one look share it, so that strangers cannot flood the directory. */
  private directoryAnswers(): Promise<boolean> {
    this.look ??= this.lookForDirectory().finally(() => (this.look = null));
    return this.look;
  }

  private async lookForDirectory(): Promise<boolean> {
    try {
      await this.directory?.check(AbortSignal.timeout(DIRECTORY_WITHIN_MS));
      return true;
    } catch {
      return false;
    }
  }
}
