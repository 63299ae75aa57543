import type { PlatformPrograms } from '@vm-manager/contracts';
import { ProblemError } from '../../../foundation/problems/problem-error.js';
import { Programs } from './programs.js';

/** For a portal that was started by hand: its log is only in that terminal. */
export class NoPrograms extends Programs {
  async list(): Promise<PlatformPrograms> {
    return { source: 'none', reason: 'no-source', programs: [] };
  }

  async log(): Promise<never> {
    throw new ProblemError('not-found');
  }
}
