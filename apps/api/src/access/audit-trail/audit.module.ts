import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UserEntity } from '../identity/user.entity.js';
import { AuditEntryEntity } from './audit-entry.entity.js';
import { AuditTrail } from './audit-trail.js';
import { LastRecordedEntity } from './last-recorded.entity.js';
import { OutsideChanges } from './outside-changes.js';
import { SignInTrail } from './sign-in-trail.js';

/** What was done, by whom, to whose: written by every feature. Reading and keeping it is `AuditLogModule`'s. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([AuditEntryEntity, LastRecordedEntity, UserEntity])],
  providers: [AuditTrail, SignInTrail, OutsideChanges],
  exports: [AuditTrail, SignInTrail, OutsideChanges],
})
export class AuditModule {}
