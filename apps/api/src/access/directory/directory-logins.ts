import { Inject, Injectable } from '@nestjs/common';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { Directory } from './directory.js';

/** A file of a thousand names is asked for one by one, as no server takes them all in one question. */
const WITHIN_MS = 30_000;

/** Names that are somebody's in the directory, who may never have signed in here. */
@Injectable()
export class DirectoryLogins {
  constructor(@Inject(Directory) private readonly directory: Directory | null) {}

  /** Rejects with `directory-unavailable` when nobody can say. */
  async among(usernames: readonly string[]): Promise<ReadonlySet<string>> {
    if (!this.directory || usernames.length === 0) return new Set();
    try {
      return await this.directory.loginsAmong(usernames, AbortSignal.timeout(WITHIN_MS));
    } catch (error) {
      throw new ProblemError('directory-unavailable', {}, { cause: error });
    }
  }
}
