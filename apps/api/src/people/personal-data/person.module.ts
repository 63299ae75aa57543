import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SessionEnds } from '../../access/sessions/session-ends.js';
import { SessionEntity } from '../../access/sessions/session.entity.js';
import { SignInRule } from '../../access/identity/sign-in-rule.js';
import { AuditWritingModule } from '../../access/audit-writing/audit-writing.module.js';

/** What `npm run vmm -- person` needs of the program. */
@Module({
  imports: [TypeOrmModule.forFeature([SessionEntity]), AuditWritingModule],
  providers: [SessionEnds, SignInRule],
})
export class PersonModule {}
