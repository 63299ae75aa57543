import { Injectable } from '@nestjs/common';
import type { AuditAction } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { askerOf, ConsoleControls, NOBODY_ASKS } from '../vms/console-controls.js';
import type { VmEntity } from '../vms/vm.entity.js';
import { VmReader } from '../vms/vm-reader.js';
import { HelpCalls } from './help-calls.js';

/**
 * The keyboard and the mouse of a screen go from one person to another. Whoever loses them has their consoles in control closed
 * in every process (`RightsWatch`), and may watch.
 */
@Injectable()
export class ControlHandover {
  constructor(
    private readonly dataSource: DataSource,
    private readonly vms: VmReader,
    private readonly controls: ConsoleControls,
    private readonly help: HelpCalls,
    private readonly audit: AuditWriter,
  ) {}

  /** What nobody has is theirs at once. */
  async ask(actor: Actor, vmId: string, now = new Date()): Promise<void> {
    await this.vms.findFor(actor, 'open-consoles', vmId);
    await this.dataSource.transaction(async (tx) => {
      await this.controls.lock(tx, vmId);
      const holderId = await this.controls.holderOf(vmId, now, tx);
      if (holderId === actor.id) return;
      if (holderId === null) await this.pass(tx, vmId, actor.id, now);
      else await this.controls.change(tx, vmId, { askerId: actor.id, askedAt: now });
    });
  }

  /** By the owner, or by who has it. Rejects with `control-changed` when that person does not ask any more. */
  async give(actor: Actor, vmId: string, askerId: string, now = new Date()): Promise<void> {
    const vm = await this.vms.findFor(actor, 'open-consoles', vmId);
    await this.dataSource.transaction(async (tx) => {
      await this.checkAnswers(tx, { vm, actor, askerId, now });
      await this.pass(tx, vmId, askerId, now);
      const to = await this.audit.actorOf(tx, askerId);
      const details = { after: to?.username };
      await this.record(tx, actor, vm, { action: 'console.give-control', details });
    });
  }

  /** Also by who asked, and no longer does. */
  async refuse(actor: Actor, vmId: string, askerId: string, now = new Date()): Promise<void> {
    const vm = await this.vms.findFor(actor, 'open-consoles', vmId);
    await this.dataSource.transaction(async (tx) => {
      await this.checkAnswers(tx, { vm, actor, askerId, now }, [askerId]);
      await this.controls.change(tx, vmId, NOBODY_ASKS);
    });
  }

  /** Without asking: the owner takes back what is theirs, and a teacher overrides a student, which is on record. */
  async take(actor: Actor, vmId: string, now = new Date()): Promise<void> {
    const vm = await this.vms.findFor(actor, 'open-consoles', vmId);
    await this.dataSource.transaction(async (tx) => {
      await this.controls.lock(tx, vmId);
      const holderId = await this.controls.holderOf(vmId, now, tx);
      if (holderId === actor.id) return;
      await this.pass(tx, vmId, actor.id, now);
      if (holderId === null) return;
      const from = await this.audit.actorOf(tx, holderId);
      const details = { before: from?.username, after: actor.username };
      await this.record(tx, actor, vm, { action: 'console.take-control', details });
    });
  }

  private async pass(tx: EntityManager, vmId: string, userId: string, now: Date): Promise<void> {
    await this.help.settle(tx, vmId);
    await this.controls.change(tx, vmId, {
      holderId: userId,
      givenAt: now,
      helpAskedAt: null,
      ...NOBODY_ASKS,
    });
  }

  private async checkAnswers(
    tx: EntityManager,
    { vm, actor, askerId, now }: { vm: VmEntity; actor: Actor; askerId: string; now: Date },
    others: readonly string[] = [],
  ): Promise<void> {
    const control = await this.controls.lock(tx, vm.id);
    const holderId = await this.controls.holderOf(vm.id, now, tx);
    const mayAnswer = [vm.ownerId, holderId, ...others].includes(actor.id);
    if (askerOf(control, now) !== askerId || !mayAnswer) throw new ProblemError('control-changed');
  }

  private record(
    tx: EntityManager,
    actor: Actor,
    { id, name, ownerId }: VmEntity,
    what: { action: AuditAction; details: Record<string, unknown> },
  ): Promise<void> {
    return this.audit.record(tx, actor, { ...what, object: { id, name }, ownerId });
  }
}
