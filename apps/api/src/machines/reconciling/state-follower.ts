import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Hosts } from '../../hosts/hosts.js';
import type { HypervisorChange } from '../../hosts/libvirt/hypervisor.js';
import type { Subscription } from 'rxjs';
import { Reconciler } from './reconciler.js';
import { VmRecord } from '../vms/vm-record.js';
import { VmAddresses } from './vm-addresses.js';

/** Listens to the hosts: what happens to a machine, by whoever's hand, is in its record within a second. */
@Injectable()
export class StateFollower implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(StateFollower.name);
  private subscription: Subscription | undefined;
  /** One look per VM at a time; a change during a look causes another one. */
  private readonly looking = new Map<string, { again: boolean }>();

  constructor(
    private readonly hosts: Hosts,
    private readonly record: VmRecord,
    private readonly addresses: VmAddresses,
    private readonly reconciler: Reconciler,
  ) {}

  onApplicationBootstrap(): void {
    this.subscription = this.hosts.changes().subscribe((change) => this.react(change));
  }

  onModuleDestroy(): void {
    this.subscription?.unsubscribe();
  }

  private react(change: HypervisorChange): void {
    if (change.kind === 'synchronise') return void this.reconciler.again();
    if (change.kind === 'reboot') return;
    void this.look(change.vmId);
  }

  private async look(vmId: string): Promise<void> {
    const under = this.looking.get(vmId);
    if (under) {
      under.again = true;
      return;
    }
    const look = { again: true };
    this.looking.set(vmId, look);
    try {
      while (look.again) {
        look.again = false;
        await this.record.follow(vmId);
        await this.addresses.follow(vmId);
      }
    } catch (error) {
      this.logger.warn(error);
    } finally {
      this.looking.delete(vmId);
    }
  }
}
