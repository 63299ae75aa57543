import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { Routines } from '../../foundation/database/routines.js';
import { messageForLog } from '../../foundation/logging/error-for-log.js';
import { DirectoryComparison } from './directory-comparison.js';
import { DirectoryState } from './directory-state.js';
import { Directory } from './directory.js';

const LOOK_EVERY_MS = 60_000;
const WITHIN_MS = 120_000;

/** Starts the comparison with the directory at its interval, in one process at a time. */
@Injectable()
export class DirectorySync implements OnApplicationBootstrap {
  private readonly logger = new Logger(DirectorySync.name);
  private readonly everyMs: number;

  constructor(
    @Inject(Directory) private readonly directory: Directory | null,
    @Inject(ENVIRONMENT) environment: Environment,
    private readonly routines: Routines,
    private readonly comparison: DirectoryComparison,
    private readonly state: DirectoryState,
  ) {
    this.everyMs = (environment.directory?.syncMinutes ?? 0) * 60_000;
  }

  onApplicationBootstrap(): void {
    const { directory } = this;
    if (!directory || this.everyMs === 0) return;
    const when = { everyMs: Math.min(this.everyMs, LOOK_EVERY_MS), lock: 'directory-sync' };
    this.routines.start(DirectorySync.name, when, (signal) => this.compareIfDue(directory, signal));
  }

  private async compareIfDue(directory: Directory, stop: AbortSignal): Promise<void> {
    try {
      if (!(await this.state.beginIfDue(this.everyMs))) return;
      const signal = AbortSignal.any([stop, AbortSignal.timeout(WITHIN_MS)]);
      const { isLimited } = await this.comparison.run(directory, signal);
      await this.state.compared(isLimited);
    } catch (error) {
      if (stop.aborted) return;
      await this.state.failed(error);
      this.logger.warn(`Not compared with the directory: ${messageForLog(error)}`);
    }
  }
}
