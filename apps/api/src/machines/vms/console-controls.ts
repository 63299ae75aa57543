import { Injectable } from '@nestjs/common';
import type { VmControl } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { SKEW_MS } from '../../foundation/database/lately.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { EventLog } from '../../messages/events/event-log.js';
import { ConsoleControlEntity } from './console-control.entity.js';
import { FORGOTTEN_AFTER_MS, type ConsoleViewerEntity } from './console-viewer.entity.js';
import { VmEntity } from './vm.entity.js';

/** How long it waits for the console of whoever it was given to. */
const GIVEN_FOR_MS = 30_000;
/** Whoever asked and got no answer asks again. */
const ASKED_FOR_MS = 120_000;

export const NOBODY_ASKS = { askerId: null, askedAt: null };

/** Who asks for control, while the question counts. */
export const askerOf = (
  { askerId, askedAt }: Pick<ConsoleControlEntity, 'askerId' | 'askedAt'>,
  now: Date,
): string | null => (askedAt && now.getTime() - askedAt.getTime() < ASKED_FOR_MS ? askerId : null);

type ControlChange = Partial<
  Pick<ConsoleControlEntity, 'holderId' | 'givenAt' | 'askerId' | 'askedAt' | 'helpAskedAt'>
>;
type Typist = Pick<ConsoleViewerEntity, 'vmId' | 'userId'>;

const TYPING = `EXISTS (SELECT FROM console_viewers typing WHERE typing.vm_id = control.vm_id
  AND typing.user_id = control.holder_id AND typing.mode = 'control' AND typing.kind = 'screen'
  AND typing.seen_at BETWEEN :seenSince AND :soon)`;

/**
 * One person types at a time on a VM's screen, in as many consoles as they like. Free, it belongs to whoever opens a console in
 * control first; from then on it is given, or taken, until they have left.
 */
@Injectable()
export class ConsoleControls {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventLog,
  ) {}

  /** Makes everything else about this VM's control wait until the transaction is over. Rejects with `not-found`. */
  async lock(tx: EntityManager, vmId: string): Promise<ConsoleControlEntity> {
    // In the order of a deletion, which has the VM first and takes this row with it.
    const lock = { mode: 'for_key_share' } as const;
    const vm = await tx.findOne(VmEntity, { where: { id: vmId }, select: { id: true }, lock });
    if (!vm) throw new ProblemError('not-found');
    await tx.createQueryBuilder().insert().into(ConsoleControlEntity).values({ vmId }).orIgnore().execute();
    return tx.findOneOrFail(ConsoleControlEntity, { where: { vmId }, lock: { mode: 'pessimistic_write' } });
  }

  /** Takes what is free; false when somebody else has it. */
  async claim(tx: EntityManager, { vmId, userId }: Typist, now: Date): Promise<boolean> {
    const { askerId } = await this.lock(tx, vmId);
    if (await this.isWithAnother({ vmId, userId }, now, tx)) return false;
    const answered = askerId === userId ? NOBODY_ASKS : {};
    await tx.update(ConsoleControlEntity, { vmId }, { holderId: userId, givenAt: null, ...answered });
    return true;
  }

  /** It is free again when this was the last console in which they typed. */
  async leave(tx: EntityManager, { vmId, userId }: Typist, now: Date): Promise<void> {
    const lock = { mode: 'pessimistic_write' } as const;
    const control = await tx.findOne(ConsoleControlEntity, { where: { vmId }, lock });
    if (control?.holderId !== userId || (await this.holderOf(vmId, now, tx)) !== null) return;
    await tx.update(ConsoleControlEntity, { vmId }, { holderId: null, givenAt: null });
  }

  async holderOf(
    vmId: string,
    now = new Date(),
    manager: EntityManager = this.dataSource.manager,
  ): Promise<string | null> {
    return (await this.holdersOf([vmId], now, manager)).get(vmId) ?? null;
  }

  /** By VM; those whose control is free are left out. */
  async holdersOf(
    vmIds: readonly string[],
    now = new Date(),
    manager: EntityManager = this.dataSource.manager,
  ): Promise<Map<string, string>> {
    const rows = await this.query(vmIds, now, manager).getMany();
    return new Map(rows.flatMap(({ vmId, holder }) => (holder ? [[vmId, holder.id] as const] : [])));
  }

  async isWithAnother(
    { vmId, userId }: Typist,
    now = new Date(),
    manager: EntityManager = this.dataSource.manager,
  ): Promise<boolean> {
    const holderId = await this.holderOf(vmId, now, manager);
    return holderId !== null && holderId !== userId;
  }

  /** All who see the VM are told. */
  async change(tx: EntityManager, vmId: string, change: ControlChange): Promise<void> {
    await tx.update(ConsoleControlEntity, { vmId }, change);
    const vm = await tx.findOne(VmEntity, { where: { id: vmId }, select: { id: true, ownerId: true } });
    if (vm) await this.events.record(tx, { kind: 'vm', subjectId: vm.id, ownerId: vm.ownerId });
  }

  /** By VM; those of which there is nothing to say are left out. */
  async of(vmIds: readonly string[], now = new Date()): Promise<Map<string, VmControl>> {
    if (vmIds.length === 0) return new Map();
    const rows = await this.query(vmIds, now, this.dataSource.manager).getMany();
    const controls = rows.map((control): [string, VmControl] => [
      control.vmId,
      {
        holder: personOf(control.holder),
        asker: askerOf(control, now) === null ? null : personOf(control.asker),
        helpAskedAt: control.helpAskedAt?.toISOString() ?? null,
      },
    ]);
    return new Map(controls.filter(([, { holder, asker, helpAskedAt }]) => holder ?? asker ?? helpAskedAt));
  }

  /** Rows whose holder is there only if they still have it. */
  private query(vmIds: readonly string[], now: Date, manager: EntityManager) {
    const before = (ms: number) => new Date(now.getTime() - ms);
    return manager
      .createQueryBuilder(ConsoleControlEntity, 'control')
      .leftJoinAndSelect('control.asker', 'asker')
      .leftJoinAndSelect(
        'control.holder',
        'holder',
        `control.given_at BETWEEN :givenSince AND :soon OR ${TYPING}`,
      )
      .where('control.vmId = ANY(:vmIds)', { vmIds })
      .setParameters({
        givenSince: before(GIVEN_FOR_MS),
        seenSince: before(FORGOTTEN_AFTER_MS),
        soon: new Date(now.getTime() + SKEW_MS),
      });
  }
}

const personOf = (user: ConsoleControlEntity['holder']) =>
  user && { id: user.id, displayName: user.displayName };
