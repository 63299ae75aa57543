import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { AuditRetention } from './audit-retention.js';
import { AuditReader } from './audit-reader.js';

/** Reading the audit log, and removing its old lines. */
@Module({
  controllers: [AuditController],
  providers: [AuditReader, AuditRetention],
})
export class AuditReadingModule {}
