import { Inject, Injectable, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { schoolDayAt } from '@vm-manager/contracts';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditWriter } from '../access/audit-writing/audit-writer.js';
import { UserEntity } from '../access/identity/user.entity.js';
import { ENVIRONMENT, type Environment } from '../foundation/config/environment.js';
import { EventLog } from '../messages/events/event-log.js';
import { EventReaders } from '../messages/events/event-readers.js';
import { EventEntity } from '../messages/events/event.entity.js';
import { HostsModule } from '../hosts/hosts.module.js';
import { GroupMemberEntity } from '../access/identity/group-member.entity.js';
import { DefaultQuotaEntity } from '../machines/quotas/default-quota.entity.js';
import { GroupQuotaEntity } from '../machines/quotas/group-quota.entity.js';
import { HostRooms } from '../machines/quotas/host-rooms.js';
import { QuotaChargeEntity } from '../machines/quotas/quota-charge.entity.js';
import { QuotaEvents } from '../machines/quotas/quota-events.js';
import { QuotaGrantEntity } from '../machines/quotas/quota-grant.entity.js';
import { QuotaGrants } from '../machines/quotas/quota-grants.js';
import { QuotaHostEntity } from '../machines/quotas/quota-host.entity.js';
import { QuotaLimits } from '../machines/quotas/quota-limits.js';
import { UserQuotaEntity } from '../machines/quotas/user-quota.entity.js';
import { Placements } from '../machines/placement/placements.js';
import { QuotaLedger } from '../machines/quotas/quota-ledger.js';
import { removeFolder } from '../machines/vms/vm-folder.js';
import { VmEntity } from '../machines/vms/vm.entity.js';
import { BackupError } from './backup-error.js';
import { broughtBackVm, type UnplacedVm } from './brought-back-vm.js';
import { unpackMachineFolder } from './folder-archive.js';
import type { MachineCopy } from './machine-copies.js';
import { MachineRestoration, MachineRestorationModule } from './machine-restoration.js';

type NewVm = Omit<VmEntity, 'owner' | 'group' | 'job'>;

/** What is told of a VM that comes back. */
@Injectable()
export class BroughtBackRecord {
  constructor(
    private readonly events: EventLog,
    private readonly audit: AuditWriter,
    private readonly ledger: QuotaLedger,
  ) {}

  async add(
    tx: EntityManager,
    { id, name, ownerId }: NewVm,
    from: { backup: string; vm: string },
  ): Promise<void> {
    const details = { through: 'command-line', systemAccount: userInfo().username, ...from };
    await this.audit.record(tx, null, { action: 'vm.create', object: { id, name }, ownerId, details });
    await this.events.record(tx, { kind: 'vm', subjectId: id, ownerId });
  }

  async finish(tx: EntityManager, { id, ownerId }: NewVm): Promise<void> {
    await tx.update(VmEntity, { id }, { state: 'stopped', problem: null });
    await this.ledger.follow(tx, await tx.findOneByOrFail(VmEntity, { id }));
    await this.events.record(tx, { kind: 'vm', subjectId: id, ownerId });
  }

  async undo(tx: EntityManager, { id, ownerId }: NewVm): Promise<void> {
    await tx.delete(VmEntity, { id });
    await this.ledger.release(tx, id);
    await this.events.record(tx, { kind: 'vm', subjectId: id, ownerId });
  }
}

/** Gives back what somebody lost: a machine of a backup becomes a new one of its owner, beside those that are there. */
@Injectable()
export class OneMachine {
  constructor(
    private readonly dataSource: DataSource,
    private readonly placements: Placements,
    private readonly restoration: MachineRestoration,
    private readonly record: BroughtBackRecord,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Resolves with the new VM's name; rejects with `quota-exceeded` when its owner may have no other. */
  async bringBack(backup: string, copy: MachineCopy, folders: Readable): Promise<string> {
    const candidates = await this.placements.find();
    const unplaced = await this.newVm(copy);
    // On record before it is there, without its machine, so that nobody else is given the room.
    const vm = await this.dataSource.transaction(async (tx) => {
      const placement = await candidates.choose(tx, unplaced);
      const placed = { ...unplaced, host: placement.host };
      await tx.insert(VmEntity, placed);
      await placement.reserve(tx, placed);
      await this.record.add(tx, placed, { backup, vm: copy.vm.id });
      return placed;
    });
    try {
      const folder = join(this.environment.studentVmsDir, vm.folder);
      await unpackMachineFolder(folders, { from: copy.vm.folder, to: folder, vmId: vm.id });
      await this.restoration.bringBack(backup, copy, vm);
      await this.dataSource.transaction((tx) => this.record.finish(tx, vm));
      return vm.name;
    } catch (error) {
      await this.restoration.undo(vm);
      await removeFolder(this.environment.studentVmsDir, vm.folder);
      await this.dataSource.transaction((tx) => this.record.undo(tx, vm));
      throw error;
    }
  }

  private async newVm(copy: MachineCopy): Promise<UnplacedVm> {
    const { manager } = this.dataSource;
    const owner = await manager.findOneBy(UserEntity, { id: copy.vm.ownerId });
    if (!owner) throw new BackupError(`The owner of ${copy.vm.name} has no account any more.`);
    const day = schoolDayAt(Date.parse(copy.copiedAt), this.environment.timeZone);
    const vm = await broughtBackVm(manager, copy, owner, day);
    return { ...vm, state: 'failed', problem: { code: 'machine-gone', params: {} } };
  }
}

/** The tables and rules alone, and no one who works on them: the command runs beside the portal. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      VmEntity,
      UserEntity,
      EventEntity,
      QuotaChargeEntity,
      UserQuotaEntity,
      GroupQuotaEntity,
      DefaultQuotaEntity,
      QuotaGrantEntity,
      QuotaHostEntity,
      GroupMemberEntity,
    ]),
    HostsModule,
    MachineRestorationModule,
  ],
  providers: [
    OneMachine,
    BroughtBackRecord,
    EventLog,
    EventReaders,
    QuotaEvents,
    QuotaLedger,
    QuotaLimits,
    QuotaGrants,
    HostRooms,
    Placements,
  ],
})
export class OneMachineModule {}
