import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthParts } from '../../health/health-parts.js';
import { Directory } from './directory.js';

const WITHIN_MS = 2_800;

/** Whether sign-ins at the directory would work. Without it we are degraded: local accounts still get in. */
@Injectable()
export class DirectoryHealth implements OnModuleInit {
  constructor(
    @Inject(Directory) private readonly directory: Directory | null,
    private readonly health: HealthParts,
  ) {}

  onModuleInit(): void {
    const { directory } = this;
    if (!directory) return;
    const check = async () => void (await directory.check(AbortSignal.timeout(WITHIN_MS)));
    this.health.register('directory', check, { needed: false });
  }
}
