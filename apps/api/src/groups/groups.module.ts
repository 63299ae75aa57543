import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { QuotaLedgerModule } from '../quotas/quota-ledger.module.js';
import { ChargedVms } from './charged-vms.js';
import { GroupReader } from './group-reader.js';
import { GroupsController } from './groups.controller.js';
import { GroupsService } from './groups.service.js';
import { MemberImports } from './member-import.js';
import { MembersController } from './members.controller.js';
import { MembersService } from './members.service.js';
import { Memberships } from './memberships.js';

/** Classes and courses: who is in them, and who teaches them. */
@Module({
  imports: [EventsModule, QuotaLedgerModule],
  controllers: [GroupsController, MembersController],
  providers: [ChargedVms, GroupReader, GroupsService, MemberImports, MembersService, Memberships],
})
export class GroupsModule {}
