import type { PlatformPrograms, ProgramLogLine, ProgramLogQuery } from '@vm-manager/contracts';

/** The programs that the platform consists of, to be looked at: nothing is ever done to them from here. */
export abstract class Programs {
  abstract list(): Promise<PlatformPrograms>;
  /** Oldest first. Rejects with `not-found` for one that is not in the list. */
  abstract log(query: ProgramLogQuery): Promise<ProgramLogLine[]>;
}
