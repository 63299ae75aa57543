import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthParts } from '../health/health-parts.js';
import { Hypervisor } from './hypervisor.js';

/** Without libvirt nothing can be done with a machine. */
@Injectable()
export class LibvirtHealth implements OnModuleInit {
  constructor(
    private readonly parts: HealthParts,
    private readonly hypervisor: Hypervisor,
  ) {}

  onModuleInit(): void {
    this.parts.register('libvirt', () => this.hypervisor.hostName(), { needed: true });
  }
}
