import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthParts } from '../../foundation/health/health-parts.js';
import { Hypervisor } from './hypervisor.js';
import { Volumes } from './volumes.js';

/** libvirt looks at every file of the pool for it. */
const POOL_EVERY_MS = 30_000;
/** With less than that nothing is started, see quotas/host-room. */
const POOL_LOW_BYTES = 5 * 2 ** 30;

/** Without libvirt nothing can be done with a machine. */
@Injectable()
export class LibvirtHealth implements OnModuleInit {
  constructor(
    private readonly parts: HealthParts,
    private readonly hypervisor: Hypervisor,
    private readonly volumes: Volumes,
  ) {}

  onModuleInit(): void {
    this.parts.register('libvirt', () => this.examine(), { needed: true });
    this.parts.register('pool', () => this.examinePool(), { needed: false, everyMs: POOL_EVERY_MS });
  }

  private async examine(): Promise<string> {
    await this.hypervisor.check();
    return this.hypervisor.hostName();
  }

  private async examinePool(): Promise<void> {
    const freeBytes = await this.volumes.freeBytes();
    if (freeBytes < POOL_LOW_BYTES)
      throw new Error(
        `${Math.floor(freeBytes / 2 ** 20)} MiB left in the storage pool: nothing more can be started`,
      );
  }
}
