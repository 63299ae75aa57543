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
    this.parts.register('libvirt', () => this.examine(), { needed: true });
  }

  private async examine(): Promise<string> {
    await this.hypervisor.check();
    return this.hypervisor.hostName();
  }
}
