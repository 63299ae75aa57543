import { Inject, Injectable } from '@nestjs/common';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { Directory } from './directory.js';

/** Long enough for a thousand names, which are asked one by one: no server accepts them all in one question. */
const WITHIN_MS = 30_000;

/** Finds which names exist in the directory, also of people who never signed in here. */
@Injectable()
export class DirectoryLogins {
  constructor(@Inject(Directory) private readonly directory: Directory | null) {}

  /** Rejects with `directory-unavailable` when it does not answer. */
  async among(usernames: readonly string[]): Promise<ReadonlySet<string>> {
    if (!this.directory || usernames.length === 0) return new Set();
    try {
      return await this.directory.loginsAmong(usernames, AbortSignal.timeout(WITHIN_MS));
    } catch (error) {
      throw new ProblemError('directory-unavailable', {}, { cause: error });
    }
  }
}
