import { Module } from '@nestjs/common';
import { LibvirtHealth } from './libvirt-health.js';
import { LibvirtModule } from './libvirt.module.js';

/** Apart from the adapters: a command at the terminal uses those, and has no health to tell of. */
@Module({ imports: [LibvirtModule], providers: [LibvirtHealth] })
export class LibvirtHealthModule {}
