import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditEntryEntity } from './audit-entry.entity.js';
import { AuditTrail } from './audit-trail.js';

/** What was done, by whom, to whose: written by every feature, read by administrators. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([AuditEntryEntity])],
  providers: [AuditTrail],
  exports: [AuditTrail],
})
export class AuditModule {}
