import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditWritingModule } from '../../access/audit-writing/audit-writing.module.js';
import { ClassMemberships } from '../../access/directory/class-memberships.js';
import { DIRECTORY } from '../../access/directory/directory.module.js';
import { DirectoryRecords } from '../../access/directory/directory-records.js';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import { SignInRule } from '../../access/identity/sign-in-rule.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { RightsChanges } from '../../access/sessions/rights-changes.js';
import { SessionEnds } from '../../access/sessions/session-ends.js';
import { SessionEntity } from '../../access/sessions/session.entity.js';
import { Sessions } from '../../access/sessions/sessions.js';
import { HostsModule } from '../../hosts/hosts.module.js';
import { JobEntity } from '../../jobs/job.entity.js';
import { EventEntity } from '../../messages/events/event.entity.js';
import { EventLog } from '../../messages/events/event-log.js';
import { EventReaders } from '../../messages/events/event-readers.js';
import { KeptDiskEntity } from '../kept-disks/kept-disk.entity.js';
import { OwnerNetworksModule } from '../owner-networks/owner-networks.module.js';
import { DefaultQuotaEntity } from '../quotas/default-quota.entity.js';
import { GroupQuotaEntity } from '../quotas/group-quota.entity.js';
import { QuotaChargeEntity } from '../quotas/quota-charge.entity.js';
import { QuotaEvents } from '../quotas/quota-events.js';
import { QuotaGrantEntity } from '../quotas/quota-grant.entity.js';
import { QuotaGrants } from '../quotas/quota-grants.js';
import { QuotaLedger } from '../quotas/quota-ledger.js';
import { QuotaLimits } from '../quotas/quota-limits.js';
import { UserQuotaEntity } from '../quotas/user-quota.entity.js';
import { TemplateCatalogue } from '../vm-templates/template-catalogue.js';
import { VmEntity } from '../vms/vm.entity.js';
import { ImportPlanner } from './import-planner.js';
import { ImportRecords } from './import-records.js';
import { PrototypeImport } from './prototype-import.js';
import { PrototypeOwners } from './prototype-owners.js';

const PEOPLE = [UserEntity, GroupEntity, GroupMemberEntity, SessionEntity];
const QUOTAS = [QuotaChargeEntity, UserQuotaEntity, GroupQuotaEntity, DefaultQuotaEntity, QuotaGrantEntity];

/**
 * What `npm run vmm -- import-prototype` needs of the program, beside the portal or without it: nobody is served, no job is taken.
 */
@Module({
  imports: [
    TypeOrmModule.forFeature([...PEOPLE, ...QUOTAS, VmEntity, KeptDiskEntity, JobEntity, EventEntity]),
    AuditWritingModule,
    HostsModule,
    OwnerNetworksModule,
  ],
  providers: [
    DIRECTORY,
    ClassMemberships,
    DirectoryRecords,
    RightsChanges,
    SessionEnds,
    Sessions,
    SignInRule,
    EventLog,
    EventReaders,
    QuotaEvents,
    QuotaGrants,
    QuotaLedger,
    QuotaLimits,
    ImportPlanner,
    ImportRecords,
    PrototypeImport,
    PrototypeOwners,
    TemplateCatalogue,
  ],
})
export class PrototypeImportModule {}
