import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DirectoryModule } from '../../access/directory/directory.module.js';
import { EventsModule } from '../../messages/events/events.module.js';
import { NoticesModule } from '../../messages/notices/notices.module.js';
import { QuotaLedgerModule } from '../../machines/quotas/quota-ledger.module.js';
import { VmsModule } from '../../machines/vms/vms.module.js';
import { GroupInvitationEntity } from './group-invitation.entity.js';
import { GroupReader } from './group-reader.js';
import { GroupsController } from './groups.controller.js';
import { GroupsService } from './groups.service.js';
import { GroupInvitations } from './group-invitations.js';
import { InvitationsController } from './invitations.controller.js';
import { MemberImports } from './member-import.js';
import { MembersController } from './members.controller.js';
import { MembersService } from './members.service.js';
import { Memberships } from './memberships.js';
import { OnlyInDirectory } from './only-in-directory.js';

/** Classes and courses: who is in them, and who teaches them. */
@Module({
  imports: [
    DirectoryModule,
    EventsModule,
    NoticesModule,
    QuotaLedgerModule,
    VmsModule,
    TypeOrmModule.forFeature([GroupInvitationEntity]),
  ],
  controllers: [GroupsController, InvitationsController, MembersController],
  providers: [
    GroupInvitations,
    GroupReader,
    GroupsService,
    MemberImports,
    MembersService,
    Memberships,
    OnlyInDirectory,
  ],
  exports: [Memberships],
})
export class GroupsModule {}
