import { Inject, Injectable } from '@nestjs/common';
import type { JobTurn, Language, Vm, VmFilter, VmViewer } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { AuditTrail } from '../../access/audit-trail/audit-trail.js';
import type { Actor } from '../../access/identity/actor.js';
import { mayTo, type Permission, visibleOwners } from '../../access/identity/permissions.js';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { mentions, patternsOf } from '../../foundation/database/folded.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { JobTurns } from '../../jobs/job-turns.js';
import { ConsoleViewers } from './console-viewers.js';
import { VmEntity } from './vm.entity.js';
import { toVm, type ReadableVm } from './vm.mapper.js';
import { readableVms } from './vm.queries.js';
import { vmsAsCsv } from './vms-csv.js';
import { isInGroup } from '../../access/identity/ownership.js';

interface VmSurroundings {
  viewers: VmViewer[];
  turn: JobTurn | undefined;
}

/** Reads VMs for someone: what they may not see is not there. Never asks libvirt. */
@Injectable()
export class VmReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly viewers: ConsoleViewers,
    private readonly turns: JobTurns,
    private readonly trail: AuditTrail,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async listFor(actor: Actor, filter: VmFilter): Promise<Vm[]> {
    // PostgreSQL's text cannot hold NUL, so nothing mentions it.
    if ([filter.search, filter.template].some((text) => text?.includes('\0'))) return [];
    const query = this.dataSource
      .createQueryBuilder(VmEntity, 'vm')
      .innerJoin('vm.owner', 'owner')
      .leftJoin('vm.group', 'group')
      .leftJoin('vm.job', 'job')
      .orderBy('vm.createdAt', 'DESC');
    const visible = visibleOwners(actor, 'vm.owner_id');
    query.where(visible.where, visible.parameters);
    if (filter.owner) query.andWhere('vm.ownerId = :owner', { owner: filter.owner });
    if (filter.group) query.andWhere(isInGroup('vm.owner_id'), { group: filter.group });
    if (filter.template) query.andWhere('vm.templateId = :template', { template: filter.template });
    if (filter.state) query.andWhere('vm.state = :state', { state: filter.state });
    if (filter.search) query.andWhere(MENTIONS, { patterns: patternsOf(filter.search) });
    const vms = await readableVms(query);
    const around = await this.around(vms);
    return vms.map((vm) => this.present(vm, actor.language, around(vm)));
  }

  async export(actor: Actor, filter: VmFilter): Promise<string> {
    const vms = await this.listFor(actor, filter);
    const details = { vms: vms.length, ...filter };
    await this.trail.record(this.dataSource.manager, actor, { action: 'vm.export-list', details });
    return vmsAsCsv(vms, actor.language);
  }

  /** The VM if this person may do that with it; rejects with `not-found` otherwise. */
  async findFor(actor: Actor, permission: Permission, vmId: string): Promise<VmEntity> {
    const vm = await this.load(vmId);
    if (!vm) throw new ProblemError('not-found');
    const { id, name, ownerId } = vm;
    if (!(await mayTo(this.dataSource.manager, actor, permission, ownerId)))
      throw new ProblemError('not-found', {}, { withheld: { id, name, ownerId } });
    return vm;
  }

  async show(actor: Actor, vmId: string): Promise<Vm> {
    const vm = await this.findFor(actor, 'see-vms', vmId);
    return this.present(vm, actor.language, (await this.around([vm]))(vm));
  }

  load(vmId: string): Promise<VmEntity | null> {
    return this.dataSource
      .createQueryBuilder(VmEntity, 'vm')
      .innerJoinAndSelect('vm.owner', 'owner')
      .leftJoinAndSelect('vm.group', 'group')
      .leftJoinAndSelect('vm.job', 'job')
      .where('vm.id = :vmId', { vmId })
      .getOne();
  }

  /** What is known of these VMs beside their records, by each: who looks on, and where its job waits. */
  async around(vms: readonly ReadableVm[]): Promise<(vm: ReadableVm) => VmSurroundings> {
    const viewers = await this.viewers.of(vms.map(({ id }) => id));
    const turns = await this.turns.of(vms.map(({ job }) => job));
    return ({ id, job }) => ({ viewers: viewers.get(id) ?? [], turn: job ? turns.get(job.id) : undefined });
  }

  present(vm: ReadableVm, language: Language, { viewers, turn }: VmSurroundings): Vm {
    return toVm(vm, language, this.environment.networkMode.kind !== 'bridge', viewers, turn);
  }
}

const MENTIONS = mentions('vm.name', 'owner.username', 'owner.display_name', 'vm.ip_address');
