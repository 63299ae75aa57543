import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UserEntity } from '../identity/user.entity.js';
import { AuditEntryEntity } from './audit-entry.entity.js';
import { AuditLog } from './audit-log.js';
import { LastRecordedEntity } from './last-recorded.entity.js';
import { OutsideChanges } from './outside-changes.js';
import { SignInAudit } from './sign-in-audit.js';

/** What was done, by whom, to whose: written by every feature. Reading and keeping it is `AuditLogModule`'s. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([AuditEntryEntity, LastRecordedEntity, UserEntity])],
  providers: [AuditLog, SignInAudit, OutsideChanges],
  exports: [AuditLog, SignInAudit, OutsideChanges],
})
export class AuditModule {}
