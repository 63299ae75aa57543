import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { NoticesModule } from '../../messages/notices/notices.module.js';
import { OperationsModule } from '../operations/operations.module.js';
import { PlacementModule } from '../placement/placement.module.js';
import { QuotaLedgerModule } from '../quotas/quota-ledger.module.js';
import { VmTemplatesModule } from '../vm-templates/vm-templates.module.js';
import { VmsModule } from '../vms/vms.module.js';
import { FailedMachines } from './failed-machines.js';
import { HandedPasswords } from './handed-passwords.js';
import { HandedPasswordsController } from './handed-passwords.controller.js';
import { NewSeries } from './new-series.js';
import { NewSeriesVms } from './new-series-vms.js';
import { SecondTries } from './second-tries.js';
import { SeriesMemberEntity } from './series-member.entity.js';
import { SeriesPasswords } from './series-passwords.js';
import { SeriesPlan } from './series-plan.js';
import { SeriesReader } from './series-reader.js';
import { SeriesUpkeep } from './series-upkeep.js';
import { SeriesController } from './series.controller.js';
import { SeriesEntity } from './series.entity.js';
import { SeriesService } from './series.service.js';

/** One machine for each student of a class: VMs like any other, and a record of which they are. */
@Module({
  imports: [
    TypeOrmModule.forFeature([SeriesEntity, SeriesMemberEntity]),
    NoticesModule,
    OperationsModule,
    PlacementModule,
    QuotaLedgerModule,
    VmTemplatesModule,
    VmsModule,
  ],
  controllers: [SeriesController, HandedPasswordsController],
  providers: [
    ...[NewSeries, SeriesPlan, NewSeriesVms, SeriesUpkeep, SeriesPasswords],
    ...[SeriesReader, SeriesService, SecondTries, FailedMachines, HandedPasswords],
  ],
})
export class SeriesModule {}
