import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { HealthParts } from './health-parts.js';
import { HealthController } from './health.controller.js';

@Global()
@Module({ controllers: [HealthController], providers: [HealthParts], exports: [HealthParts] })
export class HealthModule implements OnModuleInit {
  constructor(
    private readonly parts: HealthParts,
    private readonly dataSource: DataSource,
  ) {}

  onModuleInit(): void {
    this.parts.register('database', async () => void (await this.dataSource.query('SELECT 1')), {
      needed: true,
    });
  }
}
