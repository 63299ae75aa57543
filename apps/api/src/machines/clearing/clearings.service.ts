import { Inject, Injectable } from '@nestjs/common';
import type { Clearing } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { visibleOwners } from '../../access/identity/permissions.js';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { VmReader } from '../vms/vm-reader.js';
import { VmRecord } from '../vms/vm-record.js';
import { VmEntity } from '../vms/vm.entity.js';
import { ClearingNotices } from './clearing-notices.js';
import { ClearingEntity } from './clearing.entity.js';
import { dueClearings } from './due-clearings.js';

const DAY_MS = 24 * 3600_000;

/** The VMs that will go to the bin by the rules, and the word of who still needs one. */
@Injectable()
export class ClearingsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: VmReader,
    private readonly record: VmRecord,
    private readonly notices: ClearingNotices,
    private readonly audit: AuditWriter,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Of everyone whose VMs this person sees; what goes first stands first. */
  async list(actor: Actor): Promise<Clearing[]> {
    const { manager } = this.dataSource;
    const { timeZone } = this.environment;
    const told = await dueClearings(manager, { timeZone, before: new Date(0) });
    const { where, parameters } = visibleOwners(actor, 'vm.owner_id');
    const vms = await manager
      .createQueryBuilder(VmEntity, 'vm')
      .innerJoinAndSelect('vm.owner', 'owner')
      .where('vm.id = ANY(:ids)', { ids: told.map(({ vmId }) => vmId) })
      .andWhere(where, parameters)
      .getMany();
    return told
      .flatMap(({ vmId, dueAt, toldReason, keepDays }) => {
        const vm = vms.find(({ id }) => id === vmId);
        if (!vm || !dueAt || !toldReason) return [];
        const { id, username, displayName } = vm.owner;
        const owner = { id, username, displayName };
        const about = { vm: { id: vm.id, name: vm.name }, owner, reason: toldReason, keepDays };
        return [{ ...about, dueAt: dueAt.toISOString() }];
      })
      .sort((a, b) => a.dueAt.localeCompare(b.dueAt));
  }

  /** Said again, or of one that goes nowhere, it changes nothing. */
  async keep(actor: Actor, vmId: string, now = new Date()): Promise<void> {
    await this.reader.findFor(actor, 'operate-vms', vmId);
    await this.dataSource.transaction(async (tx) => {
      const vm = await this.record.lockAsked(tx, vmId);
      const { timeZone } = this.environment;
      const [found] = await dueClearings(tx, { timeZone, before: now, vmId });
      if (!found?.dueAt) return;
      if (found.keepDays === 0)
        throw new ProblemError('not-possible-now', { action: 'keep', state: vm.state });
      const from = Math.max(found.dueAt.getTime(), now.getTime());
      const keptUntil = new Date(from + found.keepDays * DAY_MS);
      await tx.update(ClearingEntity, { vmId }, { keptUntil, dueAt: null, warned: null, reason: null });
      await this.notices.settle(tx, vm, now);
      await this.audit.record(tx, actor, {
        action: 'vm.keep',
        object: { id: vmId, name: vm.name },
        ownerId: vm.ownerId,
        details: { until: keptUntil.toISOString() },
      });
    });
  }
}
