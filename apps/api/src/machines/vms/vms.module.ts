import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventsModule } from '../../messages/events/events.module.js';
import { JobsModule } from '../../jobs/jobs.module.js';
import { HostsModule } from '../../hosts/hosts.module.js';
import { PlacementModule } from '../placement/placement.module.js';
import { QuotaLedgerModule } from '../quotas/quota-ledger.module.js';
import { VmTemplatesModule } from '../vm-templates/vm-templates.module.js';
import { BinOrders } from './bin-orders.js';
import { ConsoleControlEntity } from './console-control.entity.js';
import { ConsoleControls } from './console-controls.js';
import { ConsoleViewerEntity } from './console-viewer.entity.js';
import { ConsoleViewers } from './console-viewers.js';
import { FailedVms } from './failed-vms.js';
import { GuestPasswords } from './guest-passwords.js';
import { NewVms } from './new-vms.js';
import { SurroundingsReader } from './surroundings-reader.js';
import { PasswordChanges } from './password-changes.js';
import { VmEvents } from './vm-events.js';
import { VmMetrics } from './vm-metrics.js';
import { VmOrders } from './vm-orders.js';
import { VmReader } from './vm-reader.js';
import { VmRecord } from './vm-record.js';
import { SizeOrders } from './size-orders.js';
import { VmUpdates } from './vm-updates.js';
import { VmEntity } from './vm.entity.js';
import { VmsController } from './vms.controller.js';
import { VmsExportController } from './vms-export.controller.js';
import { VmsService } from './vms.service.js';

/** What a student or teacher does with a VM. How it is done stands in plans/, what keeps it true in reconciling/. */
@Module({
  imports: [
    TypeOrmModule.forFeature([VmEntity, ConsoleViewerEntity, ConsoleControlEntity]),
    EventsModule,
    JobsModule,
    HostsModule,
    PlacementModule,
    QuotaLedgerModule,
    VmTemplatesModule,
  ],
  controllers: [VmsController, VmsExportController],
  providers: [
    VmsService,
    VmOrders,
    BinOrders,
    NewVms,
    FailedVms,
    GuestPasswords,
    PasswordChanges,
    VmUpdates,
    SizeOrders,
    VmReader,
    SurroundingsReader,
    VmRecord,
    VmEvents,
    VmMetrics,
    ConsoleControls,
    ConsoleViewers,
  ],
  exports: [
    ...[BinOrders, ConsoleControls, ConsoleViewers, FailedVms, NewVms, PasswordChanges, SizeOrders],
    ...[VmOrders, VmReader, VmRecord],
  ],
})
export class VmsModule {}
