import type { INestApplicationContext } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { IsNull, LessThanOrEqual, type EntityManager } from 'typeorm';
import type { SetLimits, VmTemplate } from '@vm-manager/contracts';
import type { Actor } from '../../../access/identity/actor.js';
import { JobEntity } from '../../../jobs/job.entity.js';
import type { Power } from '../../../hosts/libvirt/hypervisor.js';
import { Candidates, Placement } from '../../placement/placements.js';
import { QuotaLedger } from '../../quotas/quota-ledger.js';
import { sampleRoom } from '../../quotas/testing/sample-room.js';
import { NewVms } from '../../vms/new-vms.js';
import { BinOrders } from '../../vms/bin-orders.js';
import { VmRecord } from '../../vms/vm-record.js';
import { SizeOrders } from '../../vms/size-orders.js';
import { VmEntity } from '../../vms/vm.entity.js';
import { wantedSizeOf, type VmSize } from '../../vms/vm-size.js';
import { Approvals } from '../approvals.js';
import { lockRequest } from '../locked-request.js';
import { RequestEnds } from '../request-ends.js';
import { ResourceRequestEntity } from '../resource-request.entity.js';
import { PEOPLE, type Step } from './ledger-steps.js';
import { Reservations } from './reservations.js';

export const ROOM = sampleRoom({ runningVcpus: 5, runningMemoryMiB: 6_144, diskGiB: 90 });

/** Whose VMs they are, what they are charged to, and who approves. */
export interface Cast {
  owners: Record<string, string>;
  groupId: string;
  admin: Actor;
  template: VmTemplate;
}

/**
 * One world in a transaction: VMs by the classes that the portal itself uses, without machines. Which machine runs is told
 * to it, and kept apart from the records: `running` says what the ledger should.
 */
export class LedgerWorld {
  readonly running = new Set<string>();
  readonly reservations: Reservations;
  /** What really happened, by name. */
  readonly done = new Map<string, number>();
  private readonly placement: Placement;
  private now = new Date('2026-09-01T08:00:00Z');

  constructor(
    private readonly tx: EntityManager,
    private readonly app: INestApplicationContext,
    private readonly cast: Cast,
  ) {
    this.placement = new Placement(app.get(QuotaLedger), [ROOM]);
    this.reservations = new Reservations(tx, app, cast.groupId, ROOM);
  }

  async run(step: Step): Promise<void> {
    if (step.do === 'create') return this.create(this.cast.owners[step.who]!, step.size, step.killed);
    if (step.do === 'series') return this.series(step.size, step.killed);
    if (step.do === 'approve-quota') return this.approveQuota(step);
    if (step.do === 'time-passes') return this.timePasses(step.minutes);
    const vm = await this.oneThat(FITS[step.do], step.which);
    if (!vm) return;
    switch (step.do) {
      case 'create-ends':
        return this.createEnds(vm, step.well);
      case 'start':
        return this.start(vm, step.killed);
      case 'stop':
        return this.stop(vm, step.to);
      case 'machine-is':
        return this.machineIs(vm, step.power);
      case 'resize':
        return this.resize(vm, step.size, step.killed);
      case 'resize-ends':
        return this.resizeEnds(vm);
      case 'approve-vm':
        return this.approveVm(vm, step);
      case 'bin':
        return this.bin(vm);
      case 'restore':
        return this.restore(vm, step.killed);
      case 'delete':
        return this.delete(vm);
    }
  }

  /** One of those to which the step can happen, locked. */
  private async oneThat(where: string, which: number): Promise<VmEntity | null> {
    const fitting = `SELECT id FROM vms WHERE ${where} ORDER BY created_at, id`;
    const vms = await this.tx.query<{ id: string }[]>(fitting);
    const vm = vms[which % vms.length];
    return vm ? this.app.get(VmRecord).lock(this.tx, vm.id) : null;
  }

  private count(what: string): void {
    this.done.set(what, (this.done.get(what) ?? 0) + 1);
  }

  /** Resolves with whether it came to its end: it may be refused or killed. */
  private async attempt(
    what: string,
    ownerId: string,
    killed: boolean,
    work: (tx: EntityManager) => Promise<unknown>,
  ): Promise<boolean> {
    const outcome = await this.reservations.attempt(ownerId, killed, this.now, work);
    this.count(outcome === 'accepted' ? what : outcome);
    return outcome === 'accepted';
  }

  private async create(ownerId: string, size: VmSize, killed: boolean): Promise<void> {
    const id = randomUUID();
    const vm = {
      ...{ id, ownerId, groupId: this.cast.groupId, name: id, nameKey: id, templateId: 'debian-server' },
      ...{ state: 'queued' as const, ...size, nextVcpus: null, nextMemoryMiB: null, username: 'eleve' },
      ...{ ipAddress: null, host: ROOM.host, folder: id, jobId: null, createdAt: this.now },
    };
    const isMade = await this.attempt('create', ownerId, killed, async (tx) => {
      await tx.insert(VmEntity, vm);
      await this.app.get(QuotaLedger).reserve(tx, vm, [ROOM], this.now);
    });
    if (isMade) this.running.add(id);
  }

  /** One for each student, where there can be one; killed, or tried only, none of them stays. */
  private async series(size: VmSize, killed: boolean): Promise<void> {
    const { groupId, owners, template } = this.cast;
    const newVms = this.app.get(NewVms);
    const candidates = new Candidates(this.app.get(QuotaLedger), [ROOM]);
    for (const username of PEOPLE) {
      const owner = { id: owners[username]!, username };
      const given = { username, password: '', rootPassword: '', groupId, ...size };
      const request = { name: `s-${randomUUID()}`, templateId: template.id, ...given };
      let id = '';
      const isMade = await this.attempt('series', owner.id, killed, async (tx) => {
        const vm = await newVms.place(tx, { owner, request, template, groupId }, candidates, this.now);
        id = vm.id;
      });
      if (isMade) this.running.add(id);
    }
  }

  private async createEnds(vm: VmEntity, well: boolean): Promise<void> {
    const record = this.app.get(VmRecord);
    await record.change(this.tx, vm, { state: 'creating' });
    await record.change(this.tx, vm, { state: well ? 'running' : 'failed' });
    if (!well) this.running.delete(vm.id);
    this.count(well ? 'create-ends' : 'create-fails');
  }

  private async start(vm: VmEntity, killed: boolean): Promise<void> {
    const what = vm.state === 'stopped' ? 'start' : 'resume';
    const starts = await this.attempt(what, vm.ownerId, killed, async (tx) => {
      await this.app.get(QuotaLedger).reserve(tx, { ...vm, state: 'starting' }, [ROOM], this.now);
      await this.app.get(VmRecord).change(tx, vm, { state: 'starting' });
    });
    if (starts) this.running.add(vm.id);
  }

  private async stop(vm: VmEntity, to: 'off' | 'saved' | 'nowhere'): Promise<void> {
    await this.app.get(VmRecord).change(this.tx, vm, { state: 'stopping' });
    this.count('stop');
    if (to !== 'nowhere') await this.machineIs({ ...vm, state: 'stopping' }, to);
  }

  /**
   * What libvirt says, whoever did it. Until a machine is made, and while it is removed, its job says more; one that was gone
   * may come back.
   */
  private async machineIs(vm: VmEntity, power: Power): Promise<void> {
    await this.app.get(VmRecord).followPower(this.tx, vm.id, power);
    const isGone = vm.state === 'failed' && vm.problem?.code === 'machine-gone';
    if (['queued', 'creating', 'failed', 'deleting'].includes(vm.state) && !isGone) return;
    if (['off', 'saved', 'absent'].includes(power)) this.running.delete(vm.id);
    else this.running.add(vm.id);
    this.count(power);
  }

  private async resize(vm: VmEntity, size: VmSize, killed: boolean): Promise<void> {
    await this.attempt('resize', vm.ownerId, killed, (tx) =>
      this.app.get(SizeOrders).want(tx, vm, size, this.placement, this.now),
    );
  }

  /** The machine takes its new size as it runs. */
  private async resizeEnds(vm: VmEntity): Promise<void> {
    const taken = { ...wantedSizeOf(vm), nextVcpus: null, nextMemoryMiB: null };
    await this.app.get(VmRecord).change(this.tx, vm, taken);
    this.count('resize-ends');
  }

  private async bin(vm: VmEntity): Promise<void> {
    await this.app.get(BinOrders).put(this.tx, this.cast.admin, vm, { now: this.now });
    await this.endJobs(vm);
    this.count('bin');
  }

  private async restore(vm: VmEntity, killed: boolean): Promise<void> {
    await this.attempt('restore', vm.ownerId, killed, async (tx) => {
      await this.app.get(QuotaLedger).reserve(tx, { ...vm, goneAt: null }, [ROOM], this.now);
      await this.app.get(VmRecord).change(tx, vm, { goneAt: null, nameKey: vm.name });
    });
  }

  /** What they bring about is a step of its own. */
  private async endJobs(vm: VmEntity): Promise<void> {
    await this.tx.update(JobEntity, { subjectId: vm.id }, { state: 'succeeded', finishedAt: this.now });
  }

  private async delete(vm: VmEntity): Promise<void> {
    // Asked for first, done the next time.
    if (vm.state !== 'deleting') return this.app.get(VmRecord).change(this.tx, vm, { state: 'deleting' });
    await this.app.get(VmRecord).remove(this.tx, vm);
    this.running.delete(vm.id);
    this.count('delete');
  }

  private async approveQuota(step: Extract<Step, { do: 'approve-quota' }>): Promise<void> {
    const { killed, minutes, vms } = step;
    await this.approve('approve-quota', this.cast.owners[step.who]!, null, { vms }, minutes, killed);
  }

  private async approveVm(vm: VmEntity, step: Extract<Step, { do: 'approve-vm' }>): Promise<void> {
    await this.approve('approve-vm', vm.ownerId, vm, step.size, step.minutes, step.killed);
    await this.endJobs(vm);
  }

  private async approve(
    what: string,
    requesterId: string,
    vm: VmEntity | null,
    want: SetLimits,
    minutes: number,
    killed: boolean,
  ): Promise<void> {
    const id = randomUUID();
    const until = new Date(this.now.getTime() + minutes * 60_000);
    const request = { id, requesterId, vmId: vm?.id ?? null, vmName: vm?.name ?? null, want, until };
    await this.attempt(what, requesterId, killed, async (tx) => {
      await tx.insert(ResourceRequestEntity, { ...PENDING, ...request, createdAt: this.now });
      const locked = await lockRequest(tx, { id, vmId: request.vmId, prolongsId: null });
      const decision = { actor: this.cast.admin, placement: vm && this.placement, now: this.now };
      const outcome = await this.app.get(Approvals).apply(tx, locked, {}, decision);
      await tx.update(ResourceRequestEntity, { id }, { ...outcome, state: 'approved' });
    });
  }

  /** What was approved until now ends, and is taken back as soon as its VM lets it. */
  private async timePasses(minutes: number): Promise<void> {
    this.now = new Date(this.now.getTime() + minutes * 60_000);
    const ends = this.app.get(RequestEnds);
    const notOver = [
      { state: 'approved', grantedUntil: LessThanOrEqual(this.now) },
      { state: 'expired', givenBackAt: IsNull() },
    ] as const;
    for (const found of await this.tx.find(ResourceRequestEntity, { where: [...notOver] })) {
      const { request, vm } = await lockRequest(this.tx, found);
      if (request.state === 'approved') {
        const by = { actor: null, now: this.now, vm, placement: null };
        await ends.end(this.tx, request, { what: 'expired', ...by });
        this.count('expire');
      }
      if (request.givenBackAt !== null) continue;
      await ends.takeBack(this.tx, request, vm, this.placement, this.now);
      if (vm) await this.endJobs(vm);
    }
  }
}

/** To which VMs the portal lets it happen; what libvirt says is said of each. */
const FITS: Record<
  Exclude<Step, { do: 'create' | 'series' | 'approve-quota' | 'time-passes' }>['do'],
  string
> = {
  'create-ends': `state = 'queued'`,
  start: `gone_at IS NULL AND state IN ('stopped', 'suspended')`,
  stop: `gone_at IS NULL AND state = 'running'`,
  'machine-is': 'true',
  resize: `gone_at IS NULL AND state IN ('stopped', 'suspended', 'running')`,
  'resize-ends': 'next_vcpus IS NOT NULL OR next_memory_mib IS NOT NULL',
  'approve-vm': `gone_at IS NULL AND state NOT IN ('deleting', 'failed')`,
  bin: `gone_at IS NULL AND state NOT IN ('queued', 'creating', 'deleting', 'failed')`,
  restore: `gone_at IS NOT NULL AND state <> 'deleting'`,
  delete: 'true',
};

const PENDING = { state: 'pending', reason: 'Pour le TP.', prolongsId: null, grant: null } as const;
