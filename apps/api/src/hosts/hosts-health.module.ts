import { Module } from '@nestjs/common';
import { HostsHealth } from './hosts-health.js';
import { HostsModule } from './hosts.module.js';

/** Apart from the hosts: a command at the terminal uses those, and has no health to tell of. */
@Module({ imports: [HostsModule], providers: [HostsHealth] })
export class HostsHealthModule {}
