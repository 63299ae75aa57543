import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { PartState } from '@vm-manager/contracts';
import { Metrics } from '../metrics/metrics.js';
import { HealthParts } from './health-parts.js';

const VALUES: Record<PartState, number> = { ok: 0, degraded: 1, down: 2 };

/** Whether the parts work, as `/api/health/ready` says. */
@Injectable()
export class HealthMetrics implements OnModuleInit {
  constructor(
    private readonly health: HealthParts,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.metrics.registerEach(
      'vmm_health_part',
      'What a part does: 0 works, 1 works in part or is not needed, 2 is down.',
      ['part'],
      async () =>
        Object.entries((await this.health.examine()).parts).map(([part, { status }]) => ({
          labels: { part },
          value: VALUES[status],
        })),
    );
  }
}
