import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, IsNull, LessThanOrEqual, Not, type EntityManager } from 'typeorm';
import { ClockWatch } from '../../foundation/database/clock-watch.js';
import { Routines } from '../../foundation/database/routines.js';
import { NoticeSender } from '../../messages/notices/notice-sender.js';
import { BinOrders } from '../vms/bin-orders.js';
import { VmRecord } from '../vms/vm-record.js';
import { VmEntity } from '../vms/vm.entity.js';

const EVERY_MS = 60_000;
/** How long before it is gone its owner is told. */
const WARNING_MS = 24 * 3600_000;

/** Deletes for good what has waited its time in the bin, warns before, and keeps switched off what waits. */
@Injectable()
export class BinClock implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly routines: Routines,
    private readonly clock: ClockWatch,
    private readonly orders: BinOrders,
    private readonly record: VmRecord,
    private readonly notices: NoticeSender,
  ) {}

  onApplicationBootstrap(): void {
    this.routines.start(BinClock.name, { everyMs: EVERY_MS, lock: 'bin' }, async () => {
      const now = new Date();
      await this.run(now, { endsByAge: await this.clock.isTrusted(now) });
    });
  }

  /** Without `endsByAge`, as while the clock is doubted, nothing goes. Can be repeated. */
  async run(now: Date, { endsByAge = true } = {}): Promise<void> {
    if (endsByAge) await this.end(now);
    const waiting = await this.dataSource.getRepository(VmEntity).findBy({ goneAt: Not(IsNull()) });
    for (const { id } of waiting) await this.orders.switchOffAgain(id);
  }

  private async end(now: Date): Promise<void> {
    const vms = this.dataSource.getRepository(VmEntity);
    const soon = LessThanOrEqual(new Date(now.getTime() + WARNING_MS));
    for (const { id } of await vms.findBy({ goneAt: soon, binWarned: false }))
      await this.dataSource.transaction((tx) => this.warn(tx, id, now));
    const over = { where: { goneAt: LessThanOrEqual(now) }, order: { goneAt: 'ASC' } } as const;
    for (const { id } of await vms.find(over)) await this.orders.deleteForGood(null, id, now);
  }

  /** Once; who was away for so long that it is over is told nothing any more. */
  private async warn(tx: EntityManager, vmId: string, now: Date): Promise<void> {
    const vm = await this.record.lock(tx, vmId);
    const left = (vm?.goneAt?.getTime() ?? 0) - now.getTime();
    if (!vm?.goneAt || vm.binWarned || vm.state === 'deleting' || left <= 0 || left > WARNING_MS) return;
    await this.record.change(tx, vm, { binWarned: true });
    const params = { vm: vm.name, until: vm.goneAt.toISOString() };
    const notice = { kind: 'vm-leaving-bin', params, link: '/machines/corbeille' } as const;
    await this.notices.tell(tx, { userIds: [vm.ownerId] }, notice, now);
  }
}
