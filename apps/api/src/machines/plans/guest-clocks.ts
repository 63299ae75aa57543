import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Subscription } from 'rxjs';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { Hosts } from '../../hosts/hosts.js';
import { GuestSystems } from '../guest-systems/guest-systems.js';
import { VmEntity } from '../vms/vm.entity.js';
import { waitFor } from './wait-for.js';

/** Memory that was read back, and a guest that was paused, take a while until the agent answers again. */
const PATIENCE_MS = 60_000;

/** Sets the clock of a guest that stood still: it goes on with the time at which it stopped, whoever woke it. */
@Injectable()
export class GuestClocks implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(GuestClocks.name);
  private readonly stopping = new AbortController();
  private subscription: Subscription | undefined;
  private readonly setting = new Map<string, Promise<void>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly hosts: Hosts,
    private readonly systems: GuestSystems,
  ) {}

  onApplicationBootstrap(): void {
    this.subscription = this.hosts.changes().subscribe((change) => {
      if (change.kind === 'woken') void this.set(change.vmId);
    });
  }

  onModuleDestroy(): void {
    this.subscription?.unsubscribe();
    this.stopping.abort();
  }

  /** Resolves when it is set, or cannot be: a wrong clock is no reason to fail for what woke the machine. */
  set(vmId: string): Promise<void> {
    const known = this.setting.get(vmId);
    if (known) return known;
    const setting = this.trySet(vmId).finally(() => this.setting.delete(vmId));
    this.setting.set(vmId, setting);
    return setting;
  }

  private async trySet(vmId: string): Promise<void> {
    const { signal } = this.stopping;
    const until = performance.now() + PATIENCE_MS;
    try {
      const vm = await this.dataSource.getRepository(VmEntity).findOneBy({ id: vmId });
      if (!vm) return;
      const { guests, machines } = this.hosts.of(vm.host);
      const answering = () => guests.isAnswering(vmId);
      if (await waitFor(answering, { vmId, changes: machines.changes, until, signal }))
        await (await this.systems.of(vm, guests)).setClock(vmId);
      else this.logger.warn(`The clock of ${vmId} stays as it is: its guest does not answer.`);
    } catch (error) {
      if (signal.aborted) return;
      const why =
        error instanceof ProblemError ? `${error.code} ${String(error.params['reason'] ?? '')}` : error;
      this.logger.warn(`The clock of ${vmId} stays as it is: ${String(why)}`);
    }
  }
}
