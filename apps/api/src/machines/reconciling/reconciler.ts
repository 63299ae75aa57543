import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { VmState } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { type Routine, Routines } from '../../foundation/database/routines.js';
import { Jobs } from '../../jobs/jobs.js';
import { Hypervisor, type Power } from '../../hosts/libvirt/hypervisor.js';
import { OwnerNetworkEntity } from '../owner-networks/owner-network.entity.js';
import { OwnerNetworks } from '../owner-networks/owner-networks.js';
import { PowerCut } from './power-cut.js';
import { Strays } from './strays.js';
import { settledState } from '../vms/settled-state.js';
import { VmRecord } from '../vms/vm-record.js';
import { VmEntity } from '../vms/vm.entity.js';
import { ofVm, vmSubject } from '../vms/vm-subject.js';

const EVERY_MS = 60_000;

/** Compares the records with the host, at start and every minute, in one process at a time. Records follow the host. */
@Injectable()
export class Reconciler implements OnApplicationBootstrap {
  private routine: Routine | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly routines: Routines,
    private readonly hypervisor: Hypervisor,
    private readonly record: VmRecord,
    private readonly jobs: Jobs,
    private readonly networks: OwnerNetworks,
    private readonly powerCut: PowerCut,
    private readonly strays: Strays,
  ) {}

  onApplicationBootstrap(): void {
    const when = { everyMs: EVERY_MS, lock: 'reconciler' };
    this.routine = this.routines.start(Reconciler.name, when, (signal) => this.reconcile(signal));
  }

  /** Not before its time: the first comparison is at the start anyway. */
  async again(): Promise<void> {
    await this.routine?.run();
  }

  async reconcile(signal: AbortSignal): Promise<void> {
    const powers = new Map((await this.hypervisor.list()).map(({ vmId, power }) => [vmId, power]));
    const vms = await this.dataSource.getRepository(VmEntity).find();
    await this.jobs.resendLost();
    await this.powerCut.bringBack(vms, powers);
    for (const vm of vms) if (!isTrue(vm, powers.get(vm.id))) await this.followOne(vm);
    await this.strays.handle();
    await this.removeUnusedNetworks(signal);
  }

  private async followOne(vm: VmEntity): Promise<void> {
    // Asked anew: the list is as old as all that was done since.
    const power = await this.hypervisor.powerOf(vm.id);
    await this.dataSource.transaction(async (tx) => {
      const current = await this.record.lock(tx, vm.id);
      // A record that has changed since was written by somebody who knows more.
      if (
        current?.state !== vm.state ||
        current.jobId !== vm.jobId ||
        (await this.jobs.isBusy(tx, vmSubject(vm.id)))
      )
        return;
      if (current.state === 'deleting') {
        const job = await this.jobs.create(tx, { ...ofVm(current), actorId: null, kind: 'delete' });
        return this.record.change(tx, current, { jobId: job.id });
      }
      if (current.state === 'queued' || current.state === 'creating')
        return this.record.change(tx, current, {
          state: 'failed',
          problem: { code: 'creation-failed', params: { cause: 'internal-error' } },
        });
      return this.record.followPower(tx, vm.id, power);
    });
  }

  private async removeUnusedNetworks(signal: AbortSignal): Promise<void> {
    for (const { ownerId } of await this.dataSource.getRepository(OwnerNetworkEntity).find())
      await this.networks.removeIfUnused(ownerId, signal);
  }
}

const WAITS_FOR_A_JOB: ReadonlySet<VmState> = new Set<VmState>(['queued', 'creating', 'deleting']);

/** Most are, each minute: nothing is locked, asked or written for them. */
function isTrue(vm: VmEntity, power: Power = 'absent'): boolean {
  const settled = settledState(vm, power, false);
  const isSettled = settled.state === vm.state && settled.problem?.code === vm.problem?.code;
  return isSettled && !WAITS_FOR_A_JOB.has(vm.state);
}
