import { randomBytes } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Hosts } from '../../../hosts/hosts.js';
import type { Screen } from '../../../hosts/libvirt/hypervisor.js';
import { FakeHypervisor, type FakeScreens } from '../../../hosts/libvirt/fake/fake-hypervisor.js';
import { FakeScreen } from './fake-screen.js';

/** Gives the pretended machines of `VMM_ADAPTERS=fake` a screen to look at and type on. Idle with a real hypervisor. */
@Injectable()
export class DrawnScreens implements FakeScreens, OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(DrawnScreens.name);
  private readonly screens = new Map<string, Promise<FakeScreen>>();

  constructor(private readonly hosts: Hosts) {}

  onModuleInit(): void {
    for (const { machines } of this.hosts.all()) {
      if (!(machines instanceof FakeHypervisor)) continue;
      machines.screens = this;
      machines.changes.subscribe((change) => {
        if (change.kind === 'power') void this.followPower(machines, change.vmId);
      });
    }
  }

  /** After consoles were told to come back: a screen that is gone would be another reason. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.screens.keys()].map((vmId) => this.switchOff(vmId)));
  }

  async screenOf(vmId: string): Promise<Screen> {
    return (await this.of(vmId)).endpoint;
  }

  async pictureOf(vmId: string): Promise<Buffer> {
    return (await this.of(vmId)).asPng();
  }

  private of(vmId: string): Promise<FakeScreen> {
    const screen = this.screens.get(vmId) ?? FakeScreen.open({ password: randomBytes(4).toString('hex') });
    this.screens.set(vmId, screen);
    return screen;
  }

  /** Never rejects: nobody waits for it. */
  private async followPower(machines: FakeHypervisor, vmId: string): Promise<void> {
    try {
      if (this.screens.has(vmId) && (await machines.powerOf(vmId)) !== 'running') await this.switchOff(vmId);
    } catch (error) {
      this.logger.warn(error);
    }
  }

  private async switchOff(vmId: string): Promise<void> {
    const screen = await this.screens.get(vmId);
    this.screens.delete(vmId);
    await screen?.close();
  }
}
