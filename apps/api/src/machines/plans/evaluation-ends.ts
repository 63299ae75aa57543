import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { EVALUATION_WARNING_DAYS } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { UserEntity } from '../../access/identity/user.entity.js';
import { Routines } from '../../foundation/database/routines.js';
import { messageForLog } from '../../foundation/logging/error-for-log.js';
import type { Host } from '../../hosts/host.js';
import { Hosts } from '../../hosts/hosts.js';
import { NoticeSender } from '../../messages/notices/notice-sender.js';
import { GuestSystems } from '../guest-systems/guest-systems.js';
import { VmRecord } from '../vms/vm-record.js';
import { VmEntity } from '../vms/vm.entity.js';

const EVERY_MS = 6 * 3_600_000;
const DAY_MS = 86_400_000;

/** When the trials of guests' systems end: read back from them, as activation moves it, and told 30 days ahead. */
@Injectable()
export class EvaluationEnds implements OnApplicationBootstrap {
  private readonly logger = new Logger(EvaluationEnds.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly routines: Routines,
    private readonly hosts: Hosts,
    private readonly systems: GuestSystems,
    private readonly record: VmRecord,
    private readonly notices: NoticeSender,
  ) {}

  onApplicationBootstrap(): void {
    const when = { everyMs: EVERY_MS, lock: 'evaluation-ends' };
    this.routines.start(EvaluationEnds.name, when, (signal) => this.look(signal));
  }

  /** All that are on trial: those that run are asked, and people told. */
  async look(signal: AbortSignal, now = new Date()): Promise<void> {
    const vms = this.dataSource.getRepository(VmEntity).createQueryBuilder('vm');
    const onTrial = await vms
      .where('vm.evaluationEndsAt IS NOT NULL AND vm.goneAt IS NULL')
      .orderBy('vm.id')
      .getMany();
    for (const vm of onTrial) {
      signal.throwIfAborted();
      if (vm.state === 'running') await this.follow(this.hosts.of(vm.host), vm);
      await this.dataSource.transaction((tx) => this.tell(tx, vm.id, now));
    }
  }

  /** Writes what the guest says. One that says nothing keeps what is known: nothing else depends on it. */
  async follow({ guests }: Host, { id: vmId, templateId }: VmEntity): Promise<void> {
    try {
      const end = await (await this.systems.of({ templateId }, guests)).evaluationEnd(vmId);
      await this.dataSource.transaction(async (tx) => {
        const vm = await this.record.lock(tx, vmId);
        if (!vm || isSameMinute(vm.evaluationEndsAt, end)) return;
        await this.record.change(tx, vm, { evaluationEndsAt: end });
      });
    } catch (error) {
      this.logger.warn(`When the trial of ${vmId} ends is not known: ${messageForLog(error)}`);
    }
  }

  /** The owner and the administrators, once. */
  private async tell(tx: EntityManager, vmId: string, now: Date): Promise<void> {
    const vm = await this.record.lock(tx, vmId);
    const end = vm?.evaluationEndsAt;
    if (!vm || !end || end.getTime() - now.getTime() > EVALUATION_WARNING_DAYS * DAY_MS) return;
    const notice = {
      kind: 'evaluation-ending' as const,
      params: { vm: vm.name, until: end.toISOString() },
      link: `/machines/${vm.id}`,
    };
    const told = new Set(await this.notices.readersOf(tx, notice));
    const admins = await tx.find(UserEntity, { where: { role: 'admin' }, select: { id: true } });
    const userIds = [...new Set([vm.ownerId, ...admins.map(({ id }) => id)])].filter((id) => !told.has(id));
    await this.notices.tell(tx, { userIds }, notice, now);
  }
}

/** It is counted in minutes from now on, and differs by seconds whenever one asks. */
function isSameMinute(a: Date | null, b: Date | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a.getTime() - b.getTime()) < 120_000;
}
