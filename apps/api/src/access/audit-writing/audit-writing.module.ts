import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UserEntity } from '../identity/user.entity.js';
import { AuditEntryEntity } from './audit-entry.entity.js';
import { AuditWriter } from './audit-writer.js';
import { LastRecordedEntity } from './last-recorded.entity.js';
import { OutsideChanges } from './outside-changes.js';
import { SignInAudit } from './sign-in-audit.js';

/** Writing the audit log, for every feature. `AuditReadingModule` reads it and removes old lines. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([AuditEntryEntity, LastRecordedEntity, UserEntity])],
  providers: [AuditWriter, SignInAudit, OutsideChanges],
  exports: [AuditWriter, SignInAudit, OutsideChanges],
})
export class AuditWritingModule {}
