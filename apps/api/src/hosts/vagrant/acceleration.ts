import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ChildProcessError, run } from '../../foundation/child-process/run.js';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { fromProjectRoot } from '../../foundation/config/project-root.js';

const PROBE = fromProjectRoot('infra/host/kvm-probe');
const PROBE_MS = 20_000;

/** How fast guests are here: `kvm` with hardware virtualisation, `emulated` without. */
export type Pace = 'kvm' | 'emulated';

/** Whether hardware virtualisation works: /dev/kvm may be there and guests hang in it, so something is run on it. */
@Injectable()
export class Acceleration implements OnApplicationBootstrap {
  private readonly logger = new Logger(Acceleration.name);
  private probing: Promise<Pace> | undefined;

  constructor(@Inject(ENVIRONMENT) private readonly environment: Environment) {}

  /** At the start, so that nobody who asks later waits for the probe. */
  async onApplicationBootstrap(): Promise<void> {
    await this.pace();
  }

  pace(): Promise<Pace> {
    return (this.probing ??= this.find());
  }

  private async find(): Promise<Pace> {
    const { acceleration, adapters } = this.environment;
    if (acceleration === 'kvm') return 'kvm';
    if (acceleration === 'tcg' || adapters === 'fake') return 'emulated';
    try {
      const answer = await run(PROBE, [], {
        env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
        timeoutMs: PROBE_MS,
      });
      this.logger.log(answer);
      return answer.startsWith('kvm') ? 'kvm' : 'emulated';
    } catch (error) {
      this.logger.warn(error instanceof ChildProcessError ? error.lastLines || error.message : error);
      return 'emulated';
    }
  }
}
