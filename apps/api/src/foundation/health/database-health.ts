import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RefusedWrites } from '../database/refused-writes.js';
import { Degraded, HealthParts } from './health-parts.js';

/** Whether the database answers and can write: on a full disk it can still read. */
@Injectable()
export class DatabaseHealth implements OnModuleInit {
  constructor(
    private readonly parts: HealthParts,
    private readonly dataSource: DataSource,
    private readonly refused: RefusedWrites,
  ) {}

  onModuleInit(): void {
    this.parts.register('database', () => this.examine(), { needed: true });
  }

  private async examine(): Promise<void> {
    await this.dataSource.query('SELECT 1');
    const refusal = this.refused.lately();
    if (refusal !== null) throw new Degraded(`it does not take what is written: ${refusal}`);
  }
}
