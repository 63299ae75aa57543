import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { setTimeout as pause } from 'node:timers/promises';
import { Repository } from 'typeorm';
import { FairQueue } from '../passwords/fair-queue.js';
import { Directory } from '../directory/directory.js';
import { DirectorySignIn } from '../directory/directory-sign-in.js';
import { Passwords } from '../passwords/passwords.js';
import { LocalSignIn } from './local-accounts.js';
import { toUsername, UserEntity } from '../identity/user.entity.js';

const DIRECTORY_WITHIN_MS = 5_000;
export const REFUSAL_TAKES_MS = 400;
/** A directory that hangs keeps each for seconds: a class does not wait for one another. */
const QUESTIONS_AT_ONCE = 60;

/** Who knows the passwords of some accounts, and the queue before their door. */
export interface Examiner {
  readonly queue: FairQueue;
  /** Sets `request.user` when the password is right; rejects when nobody can say. */
  examine(context: ExecutionContext): Promise<void>;
}

/**
 * Finds the one who knows the password. A local account's name is never asked of the directory: an entry of the same name
 * there is someone else, and must not become our administrator.
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
    private readonly atDirectory: DirectorySignIn,
    local: LocalSignIn,
    { queue }: Passwords,
  ) {
    this.here = { queue, examine: async (context) => void (await local.canActivate(context)) };
  }

  async examinerOf(username: string): Promise<Examiner> {
    const isLocal = !this.directory || (await this.users.existsBy({ username, source: 'local' }));
    return isLocal ? this.here : this.there;
  }

  /** Whose password it is to be, in the one form in which wrong ones are counted. */
  nameIn(typed: string): string {
    return this.directory ? this.directory.loginIn(typed) : toUsername(typed);
  }

  /** Whether someone who typed that may have to be told to leave the domain out. */
  isWithDomain(typed: string): boolean {
    return /[@\\]/.test(typed) && (this.directory?.hasBareLogins ?? true);
  }

  /**
   * When a refusal may be said, and whether: an unknown name costs the directory one question less than a wrong password,
   * so all take as long; and while it is away, our own names are told from its names by nothing. Never rejects.
   */
  async refusable(examiner: Examiner): Promise<boolean> {
    if (!this.directory) return true;
    const answers = examiner === this.there || this.directoryAnswers();
    await pause(REFUSAL_TAKES_MS);
    return answers;
  }

  /** The same for whoever tried too often and is not looked at: as slow while the directory is away, and never rejects. */
  async maySayTooOften(): Promise<boolean> {
    if (!this.directory) return true;
    const asSlow = pause(REFUSAL_TAKES_MS);
    const answers = await this.directoryAnswers();
    if (!answers) await asSlow;
    return answers;
  }

  /** One look for all who ask meanwhile: strangers do not drive the directory. */
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
