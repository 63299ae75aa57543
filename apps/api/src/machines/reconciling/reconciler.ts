import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { type Routine, Routines } from '../../foundation/database/routines.js';
import type { Host } from '../../hosts/host.js';
import { Hosts } from '../../hosts/hosts.js';
import { OwnerNetworks } from '../owner-networks/owner-networks.js';
import { Leftovers } from './leftovers.js';
import { PowerCut } from './power-cut.js';
import { RecordComparison } from './record-comparison.js';

const EVERY_MS = 60_000;

/** Compares the records with the hosts, at start and every minute, in one process at a time. Records follow the hosts. */
@Injectable()
export class Reconciler implements OnApplicationBootstrap {
  private routine: Routine | undefined;

  constructor(
    private readonly routines: Routines,
    private readonly hosts: Hosts,
    private readonly powerCut: PowerCut,
    private readonly comparison: RecordComparison,
    private readonly leftovers: Leftovers,
    private readonly networks: OwnerNetworks,
  ) {}

  onApplicationBootstrap(): void {
    const when = { everyMs: EVERY_MS, lock: 'reconciler' };
    this.routine = this.routines.start(Reconciler.name, when, (signal) => this.reconcile(signal));
  }

  /** Not before its time: the first comparison is at the start anyway. */
  async again(): Promise<void> {
    await this.routine?.run();
  }

  /** Each host by itself: one that cannot be asked leaves its VMs as they are, and keeps no other waiting. */
  async reconcile(signal: AbortSignal): Promise<void> {
    const rounds = await Promise.allSettled(this.hosts.all().map((host) => this.reconcileHost(host, signal)));
    for (const round of rounds) if (round.status === 'rejected') throw round.reason;
  }

  private async reconcileHost(host: Host, signal: AbortSignal): Promise<void> {
    const powers = new Map((await host.machines.list()).map(({ vmId, power }) => [vmId, power]));
    const vms = await this.comparison.vmsOn(host);
    await this.powerCut.bringBack(host, vms, powers);
    await this.comparison.followAll(host, vms, powers);
    await this.leftovers.handle(host);
    await this.networks.removeUnused(host, signal);
  }
}
