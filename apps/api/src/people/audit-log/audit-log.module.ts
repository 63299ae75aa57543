import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { AuditRetention } from './audit-retention.js';
import { AuditService } from './audit.service.js';
import { ConfigurationChanges } from './configuration-changes.js';

/** Reading the audit log, keeping it as long as it is meant to be kept, and what no feature records by itself. */
@Module({
  controllers: [AuditController],
  providers: [AuditService, AuditRetention, ConfigurationChanges],
})
export class AuditLogModule {}
