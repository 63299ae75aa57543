import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditWritingModule } from '../../access/audit-writing/audit-writing.module.js';
import { JobEntity } from '../../jobs/job.entity.js';
import { HostsModule } from '../../hosts/hosts.module.js';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { VmEntity } from '../vms/vm.entity.js';
import { QuotaChargeEntity } from '../quotas/quota-charge.entity.js';
import { QuotaCheckEntity } from '../quotas/quota-check.entity.js';
import { QuotaVerification } from './quota-verification.js';

/** The tables alone, and no one who works on them: the command runs beside the portal, or without it. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      VmEntity,
      UserEntity,
      GroupEntity,
      JobEntity,
      QuotaChargeEntity,
      QuotaCheckEntity,
    ]),
    AuditWritingModule,
    HostsModule,
  ],
  providers: [QuotaVerification],
  exports: [QuotaVerification],
})
export class QuotaVerificationModule {}
