import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { Routines } from '../../foundation/database/routines.js';
import { WARNED_BEFORE_MS } from '../../messages/notices/notice-params.js';
import { BinOrders } from '../vms/bin-orders.js';
import { VmRecord } from '../vms/vm-record.js';
import { clearingStep } from './clearing-step.js';
import { ClearingNotices } from './clearing-notices.js';
import { ClearingEntity } from './clearing.entity.js';
import { dueClearings, type DueClearing } from './due-clearings.js';

const EVERY_MS = 60_000;

/** Notes which VMs are used, tells owners which will go to the bin by the rules, and puts them there. */
@Injectable()
export class ClearingClock implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly routines: Routines,
    private readonly record: VmRecord,
    private readonly bin: BinOrders,
    private readonly notices: ClearingNotices,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onApplicationBootstrap(): void {
    const when = { everyMs: EVERY_MS, lock: 'clearing', byAge: true };
    this.routines.start(ClearingClock.name, when, () => this.look());
  }

  /** Can be repeated; `now` is whatever time it is. */
  async look(now = new Date()): Promise<void> {
    await noteUse(this.dataSource.manager, now);
    // Without a bin nothing could come back.
    if (this.environment.binDays === 0) return;
    const before = new Date(now.getTime() + WARNED_BEFORE_MS['7-days'] + 1);
    const { timeZone } = this.environment;
    for (const found of await dueClearings(this.dataSource.manager, { timeZone, before }))
      if (stepOf(found, now).do !== 'nothing')
        await this.dataSource.transaction((tx) => this.go(tx, found.vmId, now));
  }

  private async go(tx: EntityManager, vmId: string, now: Date): Promise<void> {
    const vm = await this.record.lock(tx, vmId);
    const { timeZone } = this.environment;
    const [found] = vm ? await dueClearings(tx, { timeZone, before: now, vmId }) : [];
    if (!vm || !found) return;
    const step = stepOf(found, now);
    if (step.do === 'announce') {
      const { reason } = found;
      await tx.update(ClearingEntity, { vmId }, { ...step.announcement, reason });
      await this.notices.announce(tx, vm, { ...found, ...step.announcement }, now);
    } else if (step.do !== 'nothing') {
      await tx.update(ClearingEntity, { vmId }, { dueAt: null, warned: null, reason: null });
      await this.notices.settle(tx, vm, now);
      if (step.do === 'clear') await this.bin.put(tx, null, vm, { now, reason: found.reason });
    }
  }
}

const stepOf = ({ due, dueAt, warned }: DueClearing, now: Date) =>
  clearingStep(dueAt && warned ? { dueAt, warned } : null, due, now);

/** What is up is in use. One in the bin begins anew when it comes back. */
async function noteUse(tx: EntityManager, now: Date): Promise<void> {
  await tx.query(`DELETE FROM clearings USING vms WHERE vms.id = vm_id AND gone_at IS NOT NULL`);
  await tx.query(
    `INSERT INTO clearings (vm_id, used_at) SELECT id, $1 FROM vms
      WHERE gone_at IS NULL AND id NOT IN (SELECT vm_id FROM clearings) ON CONFLICT DO NOTHING`,
    [now],
  );
  await tx.query(
    `UPDATE clearings SET used_at = $1 FROM vms
      WHERE vms.id = vm_id AND state NOT IN ('stopped', 'suspended', 'failed', 'deleting')
        AND used_at < $1::timestamptz - interval '1 hour'`,
    [now],
  );
}
