import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import { Hosts } from '../../hosts/hosts.js';
import { VmEntity } from '../vms/vm.entity.js';
import { QuotaChargeEntity } from '../quotas/quota-charge.entity.js';
import { QuotaCheckEntity } from '../quotas/quota-check.entity.js';
import { usageBy } from '../quotas/quota-ledger.js';
import { expectedCharge, type Charge, type SeenMachine } from './expected-charge.js';

/** Where the ledger and the truth part. `found` null: the VM is not charged; `expected` null: there is no such VM. */
export interface Difference {
  vmId: string;
  name: string | null;
  found: Charge | null;
  expected: Charge | null;
}

/** What changes at this moment is told by libvirt a little before it is in the record. */
const SETTLE_MS = 2_000;
const GONE: SeenMachine = { power: 'absent', size: null };

/** Reckons the ledger anew from the VMs' records and from the machines themselves. */
@Injectable()
export class QuotaVerification {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hosts: Hosts,
    private readonly audit: AuditWriter,
  ) {}

  /** Rejects with `libvirt-unavailable`; nothing is mended without the host's word. */
  async run({
    fix,
    now = new Date(),
    settleMs = SETTLE_MS,
  }: {
    fix: boolean;
    now?: Date;
    settleMs?: number;
  }): Promise<Difference[]> {
    const suspects = await this.suspects();
    if (suspects.length > 0) await pause(settleMs);
    const differences: Difference[] = [];
    for (const vmId of suspects) {
      const difference = await this.examine(vmId, fix, now);
      if (difference) differences.push(difference);
    }
    const left = fix ? 0 : differences.length;
    await this.dataSource.manager.upsert(QuotaCheckEntity, { id: 1, checkedAt: now, differences: left }, [
      'id',
    ]);
    return differences;
  }

  private async suspects(): Promise<string[]> {
    const { manager } = this.dataSource;
    const [vms, charges] = [await manager.find(VmEntity), await manager.find(QuotaChargeEntity)];
    const chargeOf = new Map(charges.map((charge) => [charge.vmId, charge]));
    const known = new Set(vms.map(({ id }) => id));
    const found = charges.map(({ vmId }) => vmId).filter((id) => !known.has(id));
    for (const vm of vms)
      if (compare(vm, await this.look(vm), chargeOf.get(vm.id) ?? null)) found.push(vm.id);
    return found;
  }

  /** Again, with the VM's row locked: nobody charges it meanwhile. */
  private async examine(vmId: string, fix: boolean, now: Date): Promise<Difference | null> {
    const known = await this.dataSource.getRepository(VmEntity).findOneBy({ id: vmId });
    const seen = known ? await this.look(known) : GONE;
    return this.dataSource.transaction(async (tx) => {
      const vm = await tx.findOne(VmEntity, { where: { id: vmId }, lock: { mode: 'pessimistic_write' } });
      const charge = await tx.findOneBy(QuotaChargeEntity, { vmId });
      const difference = vm
        ? compare(vm, seen, charge)
        : charge && { vmId, name: null, found: toCharge(charge), expected: null };
      if (difference && fix) await this.mend(tx, difference, now);
      return difference;
    });
  }

  private async look({ id, host }: VmEntity): Promise<SeenMachine> {
    const { machines, hardware } = this.hosts.of(host);
    const power = await machines.powerOf(id);
    return { power, size: power === 'absent' ? null : await hardware.sizeOf(id) };
  }

  private async mend(tx: EntityManager, difference: Difference, now: Date): Promise<void> {
    const { vmId, name, found, expected } = difference;
    if (expected) await tx.upsert(QuotaChargeEntity, { vmId, ...expected }, ['vmId']);
    else await tx.delete(QuotaChargeEntity, { vmId });
    const object = { id: vmId, name: name ?? vmId };
    await this.audit.record(tx, null, { action: 'quota.fix', object, details: { found, expected } }, now);
  }
}

const toCharge = (row: QuotaChargeEntity): Charge => {
  const { ownerId, groupId, host } = row;
  return { ownerId, groupId, host, ...usageBy(row) };
};

function compare(vm: VmEntity, seen: SeenMachine, charge: QuotaChargeEntity | null): Difference | null {
  const found = charge && toCharge(charge);
  const expected = expectedCharge(vm, seen, found);
  const isSame =
    found && (Object.keys(expected) as (keyof Charge)[]).every((key) => found[key] === expected[key]);
  return isSame ? null : { vmId: vm.id, name: vm.name, found, expected };
}
