import { Module, type DynamicModule } from '@nestjs/common';
import { AuditWritingModule } from './access/audit-writing/audit-writing.module.js';
import { AuthModule } from './access/auth/auth.module.js';
import { DirectoryModule } from './access/directory/directory.module.js';
import { RefusalsModule } from './access/refusals/refusals.module.js';
import { SessionsModule } from './access/sessions/sessions.module.js';
import { KeptMachinesModule } from './backup/kept-machines.module.js';
import { ConfigModule } from './foundation/config/config.module.js';
import type { Configuration } from './foundation/config/configuration.js';
import { DatabaseModule } from './foundation/database/database.module.js';
import { HealthModule } from './foundation/health/health.module.js';
import { HttpModule } from './foundation/http/http.module.js';
import { MetricsModule } from './foundation/metrics/metrics.module.js';
import { HostsHealthModule } from './hosts/hosts-health.module.js';
import { HostsModule } from './hosts/hosts.module.js';
import { LibvirtModule } from './hosts/libvirt/libvirt.module.js';
import { VagrantModule } from './hosts/vagrant/vagrant.module.js';
import { JobsModule } from './jobs/jobs.module.js';
import { BinModule } from './machines/bin/bin.module.js';
import { ClearingModule } from './machines/clearing/clearing.module.js';
import { BoxBakingModule } from './machines/box-baking/box-baking.module.js';
import { BoxImportsModule } from './machines/box-imports/box-imports.module.js';
import { BoxesModule } from './machines/boxes/boxes.module.js';
import { ConsoleGatewayModule } from './machines/console-gateway/console-gateway.module.js';
import { MeasurementsModule } from './machines/measurements/measurements.module.js';
import { OperationsModule } from './machines/operations/operations.module.js';
import { SeriesModule } from './machines/series/series.module.js';
import { RestorePointsModule } from './machines/restore-points/restore-points.module.js';
import { VmPlansModule } from './machines/plans/vm-plans.module.js';
import { QuotaWatchModule } from './machines/quota-verification/quota-watch.module.js';
import { QuotasModule } from './machines/quotas/quotas.module.js';
import { ReconcilingModule } from './machines/reconciling/reconciling.module.js';
import { RequestsModule } from './machines/requests/requests.module.js';
import { ScreenPicturesModule } from './machines/screen-pictures/screen-pictures.module.js';
import { VmTemplatesModule } from './machines/vm-templates/vm-templates.module.js';
import { VmsModule } from './machines/vms/vms.module.js';
import { EventsModule } from './messages/events/events.module.js';
import { NoticesModule } from './messages/notices/notices.module.js';
import { AccountsModule } from './people/accounts/accounts.module.js';
import { AuditReadingModule } from './people/audit-reading/audit-reading.module.js';
import { GroupsModule } from './people/groups/groups.module.js';
import { PlatformModule } from './start/platform/platform.module.js';

/** The picture of the system: its groups, as in walls.ts, lowest first. */
const FOUNDATION = [DatabaseModule, HttpModule, HealthModule, MetricsModule];
const HOSTS = [LibvirtModule, VagrantModule, HostsModule, HostsHealthModule];
const ACCESS = [AuditWritingModule, SessionsModule, DirectoryModule, AuthModule, RefusalsModule];
const MESSAGES = [EventsModule, NoticesModule];
const JOBS = [JobsModule];
const MACHINES = [
  VmTemplatesModule,
  BoxesModule,
  BoxBakingModule,
  BoxImportsModule,
  QuotasModule,
  QuotaWatchModule,
  VmsModule,
  ScreenPicturesModule,
  VmPlansModule,
  OperationsModule,
  RestorePointsModule,
  SeriesModule,
  BinModule,
  ClearingModule,
  ReconcilingModule,
  MeasurementsModule,
  ConsoleGatewayModule,
  RequestsModule,
];
const PEOPLE = [AuditReadingModule, AccountsModule, GroupsModule];
const BACKUP = [KeptMachinesModule];
const START = [PlatformModule];

@Module({
  // The database stays first: what is imported first is shut down last.
  imports: [
    ...[...FOUNDATION, ...HOSTS, ...ACCESS, ...MESSAGES, ...JOBS, ...MACHINES],
    ...[...PEOPLE, ...BACKUP, ...START],
  ],
})
export class AppModule {
  static with(configuration: Configuration): DynamicModule {
    return { module: AppModule, imports: [ConfigModule.with(configuration)] };
  }
}
