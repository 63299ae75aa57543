import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import { OutsideChanges } from '../../access/audit-writing/outside-changes.js';

/** Records at the start which variables of the configuration changed since the last start, never their values. */
@Injectable()
export class ConfigurationChanges implements OnApplicationBootstrap {
  constructor(
    private readonly changes: OutsideChanges,
    private readonly audit: AuditWriter,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.changes.compare('configuration', this.environment.settings, (tx, changed) => {
      const details = Object.fromEntries(
        (['added', 'changed', 'removed'] as const).map((change) => [
          change,
          changed.filter((one) => one.change === change).map(({ name }) => name),
        ]),
      );
      return this.audit.record(tx, null, { action: 'platform.configuration', details });
    });
  }
}
