import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { AuditRetention } from './audit-retention.js';
import { AuditService } from './audit.service.js';
import { ConfigurationChanges } from './configuration-changes.js';

/** Reading the audit log, removing its old lines, and recording changes of the configuration. */
@Module({
  controllers: [AuditController],
  providers: [AuditService, AuditRetention, ConfigurationChanges],
})
export class AuditLogModule {}
