import { Inject, Injectable } from '@nestjs/common';
import type { Job, Language, Vm, VmFilter, VmListFilter } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { mayTo, type Permission } from '../../access/identity/permissions.js';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import type { Page } from '../../foundation/http/returns-page.decorator.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { JobReader } from '../../jobs/job-reader.js';
import { SurroundingsReader } from './surroundings-reader.js';
import { VmEntity } from './vm.entity.js';
import { toVm, type ReadableVm, type VmSurroundings } from './vm.mapper.js';
import { pageOf } from './vm-pages.js';
import { readableVms, stateCounts, vmsFor } from './vm.queries.js';
import { vmSubject } from './vm-subject.js';
import { vmsAsCsv } from './vms-csv.js';

/** Reads VMs for someone: what they may not see is not there. Never asks libvirt. */
@Injectable()
export class VmReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly surroundings: SurroundingsReader,
    private readonly jobs: JobReader,
    private readonly audit: AuditWriter,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async listFor(actor: Actor, filter: VmFilter): Promise<Vm[]> {
    // PostgreSQL's text cannot hold NUL, so nothing mentions it.
    if ([filter.search, filter.template].some((text) => text?.includes('\0'))) return [];
    const query = vmsFor(this.dataSource.manager, actor, filter);
    return this.presentAll(actor, await readableVms(query.orderBy('vm.createdAt', 'DESC')));
  }

  /** Of these, those that this person may see. */
  async ofIds(actor: Actor, vmIds: readonly string[]): Promise<Vm[]> {
    if (vmIds.length === 0) return [];
    const query = vmsFor(this.dataSource.manager, actor, {});
    return this.presentAll(actor, await readableVms(query.andWhere('vm.id = ANY(:vmIds)', { vmIds })));
  }

  /** The whole list when no page of it is asked for. */
  async pageFor(actor: Actor, filter: VmListFilter): Promise<Page<Vm>> {
    const {
      limit = filter.after === undefined ? undefined : PAGE_ROWS,
      after,
      sort,
      order,
      ...selection
    } = filter;
    if (limit === undefined && sort === 'since' && order === 'asc') {
      const items = await this.listFor(actor, selection);
      return { items, total: items.length };
    }
    if ([filter.search, filter.template].some((text) => text?.includes('\0'))) return { items: [], total: 0 };
    const { manager } = this.dataSource;
    const [{ rows, next }, counts] = await Promise.all([
      pageOf(manager, vmsFor(manager, actor, selection), { sort, order, after, limit }),
      stateCounts(manager, actor, selection),
    ]);
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const total = filter.state ? (counts[filter.state] ?? 0) : all;
    return { items: await this.presentAll(actor, rows), total, next, counts };
  }

  private async presentAll(actor: Actor, vms: readonly ReadableVm[]): Promise<Vm[]> {
    const around = await this.around(vms);
    return vms.map((vm) => this.present(vm, actor.language, around(vm)));
  }

  async export(actor: Actor, filter: VmFilter): Promise<string> {
    const vms = await this.listFor(actor, filter);
    const details = { vms: vms.length, ...filter };
    await this.audit.record(this.dataSource.manager, actor, { action: 'vm.export-list', details });
    return vmsAsCsv(vms, actor.language);
  }

  /** The VM if this person may do that with it; rejects with `not-found` otherwise. */
  async findFor(
    actor: Actor,
    permission: Permission,
    vmId: string,
    where?: 'in-use' | 'in-bin',
  ): Promise<VmEntity> {
    const vm = await this.load(vmId, where);
    if (!vm) throw new ProblemError('not-found');
    const { id, name, ownerId } = vm;
    if (!(await mayTo(this.dataSource.manager, actor, permission, ownerId)))
      throw new ProblemError('not-found', {}, { withheld: { id, name, ownerId } });
    return vm;
  }

  async show(actor: Actor, vmId: string): Promise<Vm> {
    return this.showRow(actor, await this.findFor(actor, 'see-vms', vmId));
  }

  /** A VM that was read for them before. */
  async showRow(actor: Actor, vm: ReadableVm): Promise<Vm> {
    return this.present(vm, actor.language, (await this.around([vm]))(vm));
  }

  async jobsOf(actor: Actor, vmId: string): Promise<Job[]> {
    await this.findFor(actor, 'see-vms', vmId);
    return this.jobs.listOf(actor, vmSubject(vmId));
  }

  async lastJobOf(actor: Actor, vmId: string): Promise<Job> {
    const [job] = await this.jobsOf(actor, vmId);
    if (!job) throw new ProblemError('not-found');
    return job;
  }

  /** What is in the bin is there for the bin alone. */
  load(vmId: string, where: 'in-use' | 'in-bin' = 'in-use'): Promise<VmEntity | null> {
    return this.dataSource
      .createQueryBuilder(VmEntity, 'vm')
      .innerJoinAndSelect('vm.owner', 'owner')
      .leftJoinAndSelect('vm.group', 'group')
      .leftJoinAndSelect('vm.job', 'job')
      .where('vm.id = :vmId', { vmId })
      .andWhere(where === 'in-bin' ? 'vm.goneAt IS NOT NULL' : 'vm.goneAt IS NULL')
      .getOne();
  }

  /** What is known of these VMs beside their records, by each. */
  around(vms: readonly ReadableVm[]): Promise<(vm: ReadableVm) => VmSurroundings> {
    return this.surroundings.of(vms);
  }

  present(vm: ReadableVm, language: Language, around: VmSurroundings): Vm {
    return toVm(vm, language, this.environment.networkMode.kind !== 'bridge', around);
  }
}

const PAGE_ROWS = 100;
