import { Injectable } from '@nestjs/common';
import { updateVmFor, type UpdateVm } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { validated } from '../../foundation/http/validated.js';
import { type Placement, Placements } from '../placement/placements.js';
import { unlessNameTaken } from './name-taken.js';
import { VmRecord } from './vm-record.js';
import { SizeOrders } from './size-orders.js';
import type { VmEntity } from './vm.entity.js';
import { wantedSizeOf } from './vm-size.js';

/** What its template says of sizes. */
type Sized = Parameters<typeof updateVmFor>[0];

/** Gives VMs another name or size: `PATCH` on the wire, a job of kind `update`. */
@Injectable()
export class VmUpdates {
  constructor(
    private readonly dataSource: DataSource,
    private readonly record: VmRecord,
    private readonly sizes: SizeOrders,
    private readonly placements: Placements,
    private readonly audit: AuditWriter,
  ) {}

  /** Rejects with `name-taken`, `not-possible-now` or `quota-exceeded`. */
  async update(actor: Actor, found: VmEntity, request: UpdateVm, template: Sized): Promise<void> {
    const placement = await this.placements.of(found);
    await unlessNameTaken(request.name ?? '', () =>
      this.dataSource.transaction((tx) => this.write(tx, actor, found.id, { request, template, placement })),
    );
  }

  /** Decides on the row as it is in this transaction. */
  private async write(
    tx: EntityManager,
    actor: Actor,
    vmId: string,
    { request, template, placement }: { request: UpdateVm; template: Sized; placement: Placement },
  ): Promise<void> {
    const vm = await this.record.lockAsked(tx, vmId);
    const { name, ...sizes } = validated(updateVmFor(template, vm), request);
    await this.record.checkAction(tx, vm, 'update');
    if (name !== undefined) await this.record.change(tx, vm, { name, nameKey: name.toLowerCase() });
    const size = { diskGiB: vm.diskGiB, ...wantedSizeOf(vm), ...given(sizes) };
    if (Object.keys(given(sizes)).length > 0) await this.sizes.choose(tx, vm, size, placement);
    const job = await this.sizes.placeUpdate(tx, vm, actor.id, name === undefined ? {} : { name });
    await this.audit.record(tx, actor, {
      action: 'vm.update',
      object: { id: vmId, name: vm.name },
      ownerId: vm.ownerId,
      details: { ...request, before: before(vm, request), jobId: job.id },
    });
  }
}

const given = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/** What is changed, as it was. */
const before = (vm: VmEntity, request: UpdateVm) =>
  Object.fromEntries(Object.keys(given(request)).map((key) => [key, vm[key as keyof UpdateVm]]));
