import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SessionEnds } from '../../auth/session-ends.js';
import { SessionEntity } from '../../auth/session.entity.js';
import { AuditModule } from '../audit.module.js';

/** What `npm run vmm -- person` needs of the program. */
@Module({
  imports: [TypeOrmModule.forFeature([SessionEntity]), AuditModule],
  providers: [SessionEnds],
})
export class PersonModule {}
