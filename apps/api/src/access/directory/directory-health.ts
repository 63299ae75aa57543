import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthParts } from '../../foundation/health/health-parts.js';
import { DirectoryState } from './directory-state.js';
import { Directory } from './directory.js';

const WITHIN_MS = 2_800;

/** Whether people can sign in at the directory. Without it we are only degraded, as local accounts still work. */
@Injectable()
export class DirectoryHealth implements OnModuleInit {
  constructor(
    @Inject(Directory) private readonly directory: Directory | null,
    private readonly health: HealthParts,
    private readonly state: DirectoryState,
  ) {}

  onModuleInit(): void {
    const { directory } = this;
    if (!directory) return;
    this.health.register('directory', () => this.examine(directory), { needed: false });
  }

  private async examine(directory: Directory): Promise<void> {
    await directory.check(AbortSignal.timeout(WITHIN_MS));
    const { trouble } = await this.state.status();
    if (trouble?.kind === 'limited')
      throw new Error(
        'it does not give all accounts or groups at once: known accounts are asked for one by one',
      );
    if (trouble)
      throw new Error(`accounts are not compared with it since ${trouble.since}: ${trouble.detail}`);
  }
}
