import { Module, type DynamicModule } from '@nestjs/common';
import { AuditLogModule } from './audit/audit-log.module.js';
import { AccountsModule } from './accounts/accounts.module.js';
import { AuditModule } from './audit/audit.module.js';
import { RefusalsModule } from './audit/refusals.module.js';
import { AuthModule } from './auth/auth.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Configuration } from './config/configuration.js';
import { ConsoleGatewayModule } from './console-gateway/console-gateway.module.js';
import { DatabaseModule } from './database/database.module.js';
import { EventsModule } from './events/events.module.js';
import { GroupsModule } from './groups/groups.module.js';
import { HealthModule } from './health/health.module.js';
import { HttpModule } from './http/http.module.js';
import { JobsModule } from './jobs/jobs.module.js';
import { LibvirtHealthModule } from './libvirt/libvirt-health.module.js';
import { LibvirtModule } from './libvirt/libvirt.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { NoticesModule } from './notices/notices.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { QuotasModule } from './quotas/quotas.module.js';
import { QuotaWatchModule } from './quotas/verify/quota-watch.module.js';
import { RequestsModule } from './requests/requests.module.js';
import { VagrantModule } from './vagrant/vagrant.module.js';
import { VmTemplatesModule } from './vm-templates/vm-templates.module.js';
import { VmsModule } from './vms/vms.module.js';

/** The picture of the system. */
@Module({
  // The database stays first: what is imported first is shut down last.
  imports: [
    DatabaseModule,
    HttpModule,
    AuditModule,
    AuthModule,
    RefusalsModule,
    AuditLogModule,
    AccountsModule,
    GroupsModule,
    HealthModule,
    MetricsModule,
    PlatformModule,
    EventsModule,
    LibvirtModule,
    LibvirtHealthModule,
    VagrantModule,
    VmTemplatesModule,
    JobsModule,
    QuotasModule,
    QuotaWatchModule,
    VmsModule,
    ConsoleGatewayModule,
    NoticesModule,
    RequestsModule,
  ],
})
export class AppModule {
  static with(configuration: Configuration): DynamicModule {
    return { module: AppModule, imports: [ConfigModule.with(configuration)] };
  }
}
