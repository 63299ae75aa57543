import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventsModule } from '../../messages/events/events.module.js';
import { JobsModule } from '../../jobs/jobs.module.js';
import { LibvirtModule } from '../../hosts/libvirt/libvirt.module.js';
import { QuotaLedgerModule } from '../quotas/quota-ledger.module.js';
import { VagrantModule } from '../../hosts/vagrant/vagrant.module.js';
import { VmTemplatesModule } from '../vm-templates/vm-templates.module.js';
import { BoxVolumeEntity } from '../plans/box-volume.entity.js';
import { ConsoleViewerEntity } from './console-viewer.entity.js';
import { ConsoleViewers } from './console-viewers.js';
import { GoneVms } from './gone-vms.js';
import { GuestClocks } from '../plans/guest-clocks.js';
import { HostBootEntity } from '../reconciling/host-boot.entity.js';
import { NewVms } from './new-vms.js';
import { OwnerNetworkEntity } from '../owner-networks/owner-network.entity.js';
import { OwnerNetworks } from '../owner-networks/owner-networks.js';
import { BoxImages } from '../plans/box-images.js';
import { CreateVmPlan } from '../plans/create-vm.plan.js';
import { DeleteVmPlan } from '../plans/delete-vm.plan.js';
import { GuestAccounts } from '../plans/guest-accounts.js';
import { MachineSpecs } from '../plans/machine-specs.js';
import { MachineUpkeep } from '../plans/machine-upkeep.js';
import { PowerPlans } from '../plans/power.plans.js';
import { RebuildVmPlan } from '../plans/rebuild-vm.plan.js';
import { SetPasswordPlan } from '../plans/set-password.plan.js';
import { UpdateVmPlan } from '../plans/update-vm.plan.js';
import { VmPlans } from '../plans/vm-plans.js';
import { VmRemoval } from '../plans/vm-removal.js';
import { PowerCut } from '../reconciling/power-cut.js';
import { Reconciler } from '../reconciling/reconciler.js';
import { RemadeVms } from './remade-vms.js';
import { ResizedVms } from './resized-vms.js';
import { PictureWatchers } from './picture-watchers.js';
import { ScreenPictures } from './screen-pictures.js';
import { StateFollower } from '../reconciling/state-follower.js';
import { Strays } from '../reconciling/strays.js';
import { Traces } from '../reconciling/traces.js';
import { VmChanges } from './vm-changes.js';
import { VmEvents } from './vm-events.js';
import { VmReader } from './vm-reader.js';
import { VmRecord } from './vm-record.js';
import { VmSizes } from './vm-sizes.js';
import { VmEntity } from './vm.entity.js';
import { VmsController } from './vms.controller.js';
import { VmsExportController } from './vms-export.controller.js';
import { VmsService } from './vms.service.js';

/** What a student or teacher does with a VM, and what keeps the records true. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      VmEntity,
      OwnerNetworkEntity,
      BoxVolumeEntity,
      ConsoleViewerEntity,
      HostBootEntity,
    ]),
    EventsModule,
    JobsModule,
    LibvirtModule,
    QuotaLedgerModule,
    VagrantModule,
    VmTemplatesModule,
  ],
  controllers: [VmsController, VmsExportController],
  providers: [
    VmsService,
    NewVms,
    RemadeVms,
    VmChanges,
    VmSizes,
    VmReader,
    VmRecord,
    VmEvents,
    ConsoleViewers,
    PictureWatchers,
    ScreenPictures,
    GoneVms,
    GuestClocks,
    ResizedVms,
    OwnerNetworks,
    StateFollower,
    Reconciler,
    PowerCut,
    Strays,
    Traces,
    // How each kind of job is done.
    VmPlans,
    CreateVmPlan,
    RebuildVmPlan,
    DeleteVmPlan,
    PowerPlans,
    SetPasswordPlan,
    UpdateVmPlan,
    BoxImages,
    MachineSpecs,
    MachineUpkeep,
    GuestAccounts,
    VmRemoval,
  ],
  exports: [ConsoleViewers, GoneVms, ResizedVms, VmReader, VmSizes],
})
export class VmsModule {}
