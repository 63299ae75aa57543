import { Injectable } from '@nestjs/common';
import { DataSource, In, type EntityManager } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import { ownershipOf } from '../../access/identity/ownership.js';
import { SignInRule } from '../../access/identity/sign-in-rule.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { NoticeSender } from '../../messages/notices/notice-sender.js';
import { ConsoleControls } from '../vms/console-controls.js';
import type { VmEntity } from '../vms/vm.entity.js';
import { VmReader } from '../vms/vm-reader.js';

const noticeOf = (vmId: string) => ({ kind: 'help-asked' as const, link: `/machines/${vmId}/console` });

/** A student asks their teachers to come and look. */
@Injectable()
export class HelpCalls {
  constructor(
    private readonly dataSource: DataSource,
    private readonly vms: VmReader,
    private readonly controls: ConsoleControls,
    private readonly notices: NoticeSender,
    private readonly audit: AuditWriter,
    private readonly rule: SignInRule,
  ) {}

  /** Whoever asked already waits. Rejects with `nobody-to-help`. */
  async call(actor: Actor, vmId: string, now = new Date()): Promise<void> {
    const vm = await this.vms.findFor(actor, 'ask-for-help', vmId);
    await this.dataSource.transaction(async (tx) => {
      const { helpAskedAt } = await this.controls.lock(tx, vmId);
      if (helpAskedAt) return;
      const userIds = await this.teachersOf(tx, vm);
      if (userIds.length === 0) throw new ProblemError('nobody-to-help');
      await this.controls.change(tx, vmId, { helpAskedAt: now });
      const params = { person: actor.displayName, vm: vm.name };
      // By mail it would come when the lesson is over.
      await this.notices.tell(tx, { userIds, withoutMail: true }, { ...noticeOf(vmId), params }, now);
      const object = { id: vmId, name: vm.name };
      await this.audit.record(tx, actor, { action: 'console.ask-help', object, ownerId: vm.ownerId });
    });
  }

  /** The owner needs it no more, or somebody has helped. */
  async end(actor: Actor, vmId: string): Promise<void> {
    await this.vms.findFor(actor, 'open-consoles', vmId);
    await this.dataSource.transaction(async (tx) => {
      const { helpAskedAt } = await this.controls.lock(tx, vmId);
      if (!helpAskedAt) return;
      await this.settle(tx, vmId);
      await this.controls.change(tx, vmId, { helpAskedAt: null });
    });
  }

  /** Nobody else has to come. */
  async settle(tx: EntityManager, vmId: string): Promise<void> {
    const notice = noticeOf(vmId);
    await this.notices.settle(tx, await this.notices.readersOf(tx, notice), notice);
  }

  /** Of the class the VM is for, else of all classes of its owner. */
  private async teachersOf(tx: EntityManager, { ownerId, groupId }: VmEntity): Promise<string[]> {
    const { ownerGroupIds } = await ownershipOf(tx, ownerId);
    const groupIds = groupId && ownerGroupIds.includes(groupId) ? [groupId] : ownerGroupIds;
    const teaching = await tx.find(GroupMemberEntity, {
      where: { groupId: In([...groupIds]), teaches: true, user: this.rule.where({ role: 'teacher' }) },
    });
    return [...new Set(teaching.map(({ userId }) => userId))];
  }
}
