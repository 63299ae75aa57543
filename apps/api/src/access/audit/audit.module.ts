import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UserEntity } from '../identity/user.entity.js';
import { AuditEntryEntity } from './audit-entry.entity.js';
import { AuditLog } from './audit-log.js';
import { LastRecordedEntity } from './last-recorded.entity.js';
import { OutsideChanges } from './outside-changes.js';
import { SignInAudit } from './sign-in-audit.js';

/** Writing the audit log, for every feature. `AuditLogModule` reads it and removes old lines. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([AuditEntryEntity, LastRecordedEntity, UserEntity])],
  providers: [AuditLog, SignInAudit, OutsideChanges],
  exports: [AuditLog, SignInAudit, OutsideChanges],
})
export class AuditModule {}
