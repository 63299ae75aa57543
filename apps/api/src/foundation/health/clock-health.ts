import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ClockWatch } from '../database/clock-watch.js';
import { Degraded, HealthParts } from './health-parts.js';

@Injectable()
export class ClockHealth implements OnModuleInit {
  constructor(
    private readonly parts: HealthParts,
    private readonly watch: ClockWatch,
  ) {}

  onModuleInit(): void {
    this.parts.register('clock', () => this.examine(), { needed: false });
  }

  private async examine(): Promise<void> {
    const until = await this.watch.doubtedUntil();
    if (until)
      throw new Degraded(
        `it jumped ahead: nothing is removed by age before ${until.toISOString()}; ` +
          'when the time is right: npm run vmm -- clock confirm',
      );
  }
}
