import { Injectable } from '@nestjs/common';
import { userInfo } from 'node:os';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Host } from '../../hosts/host.js';
import { EventLog } from '../../messages/events/event-log.js';
import { KeptDiskEntity } from '../kept-disks/kept-disk.entity.js';
import { QuotaLedger } from '../quotas/quota-ledger.js';
import { folderFor } from '../vms/vm-folder.js';
import { VmEntity } from '../vms/vm.entity.js';
import type { PlannedImport } from './import-plan.js';
import { stateOf } from './import-planner.js';
import { guestAccountOf } from './prototype-folder.js';
import { PrototypeOwners } from './prototype-owners.js';

/** Writes an imported machine down as a VM of its owner's: record, disks, charge, event and audit in one transaction. */
@Injectable()
export class ImportRecords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly owners: PrototypeOwners,
    private readonly ledger: QuotaLedger,
    private readonly events: EventLog,
    private readonly audit: AuditWriter,
  ) {}

  async add(host: Host, planned: PlannedImport): Promise<void> {
    const { machine, folder, name } = planned;
    const owner = await this.owners.take(planned.owner);
    const { id, vcpus, memoryMiB, diskGiB } = machine;
    const vm = {
      ...{ id, ownerId: owner.id, groupId: owner.groupId, name, nameKey: name.toLowerCase() },
      templateId: planned.templateId,
      ...stateOf(machine),
      madeOff: false,
      goneAt: null,
      binWarned: false,
      ...{ vcpus, memoryMiB, diskGiB, nextVcpus: null, nextMemoryMiB: null },
      username: guestAccountOf(folder),
      ipAddress: await host.machines.addressOf(id),
      host: await host.name(),
      folder: folderFor({ id, name }, owner),
      jobId: null,
      createdAt: new Date(),
    };
    await this.dataSource.transaction(async (tx) => {
      await tx.insert(VmEntity, vm);
      await tx.insert(
        KeptDiskEntity,
        machine.volumes.map((volume) => ({ vmId: id, volume })),
      );
      await this.ledger.follow(tx, vm);
      await this.events.record(tx, { kind: 'vm', subjectId: id, ownerId: owner.id });
      const details = { from: folder.folder, machine: machine.name, vcpus, memoryMiB, diskGiB };
      await this.audit.record(tx, null, {
        action: 'vm.import',
        object: { id, name },
        ownerId: owner.id,
        details: { ...details, through: 'command-line', systemAccount: userInfo().username },
      });
    });
  }
}
