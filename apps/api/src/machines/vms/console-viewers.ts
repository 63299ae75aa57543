import { Injectable } from '@nestjs/common';
import type { ConsoleMode, VmViewer } from '@vm-manager/contracts';
import { DataSource, Not, type EntityManager } from 'typeorm';
import { lately, SKEW_MS } from '../../foundation/database/lately.js';
import { EventLog } from '../../messages/events/event-log.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { ConsoleControls } from './console-controls.js';
import { ConsoleViewerEntity, FORGOTTEN_AFTER_MS } from './console-viewer.entity.js';
import { VmEntity } from './vm.entity.js';

/**
 * QEMU itself shows a screen to 32 at most. Whoever controls has one of these to themselves, and all who watch share one in each process,
 * so that there may be more of them.
 */
export const CONSOLE_LIMITS = {
  perPersonOnMachine: 8,
  perPerson: 40,
  controllersPerMachine: 24,
  watchersPerMachine: 200,
};

export type Viewer = Pick<ConsoleViewerEntity, 'id' | 'vmId' | 'userId' | 'mode'> &
  Partial<Pick<ConsoleViewerEntity, 'kind'>>;

const boundsOf = (mode: Viewer['mode']) =>
  [
    ['perPersonOnMachine', 'person-on-machine'],
    ['perPerson', 'person'],
    [mode === 'view' ? 'watchersPerMachine' : 'controllersPerMachine', 'machine'],
  ] as const;

const stillSeen = (now: Date) => ({
  since: new Date(now.getTime() - FORGOTTEN_AFTER_MS),
  soon: new Date(now.getTime() + SKEW_MS),
});

/** Who has the console of which VM open, in all processes. The VM's owner sees who is watching. */
@Injectable()
export class ConsoleViewers {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventLog,
    private readonly controls: ConsoleControls,
  ) {}

  /**
   * In which mode they are there: whoever comes to control while another types on the screen watches. Rejects with
   * `too-many-consoles`. Entered first and counted then: of many at once none is overlooked.
   */
  async enter(viewer: Viewer, now = new Date()): Promise<ConsoleMode> {
    const mode = await this.dataSource.transaction(async (tx) => {
      const wantsScreen = viewer.mode === 'control' && viewer.kind !== 'serial';
      const mode = wantsScreen && !(await this.controls.claim(tx, viewer, now)) ? 'view' : viewer.mode;
      await tx.insert(ConsoleViewerEntity, { ...viewer, mode, openedAt: now, seenAt: now });
      return mode;
    });
    try {
      await this.checkRoom({ ...viewer, mode }, 0, now);
    } catch (refusal) {
      await this.dataSource.manager.delete(ConsoleViewerEntity, { id: viewer.id });
      throw refusal;
    }
    await this.dataSource.transaction((tx) => this.recordEvent(tx, viewer.vmId));
    return mode;
  }

  /** Whether `more` consoles of this VM may be opened by this person; rejects with `too-many-consoles`. */
  async checkRoom(
    { vmId, userId, mode }: Pick<Viewer, 'vmId' | 'userId' | 'mode'>,
    more = 1,
    now = new Date(),
  ): Promise<void> {
    const open = await this.dataSource
      .getRepository(ConsoleViewerEntity)
      .createQueryBuilder('viewer')
      .select(
        `count(*) FILTER (WHERE viewer.vm_id = :vmId AND viewer.mode = 'control')::int`,
        'controllersPerMachine',
      )
      .addSelect(
        `count(*) FILTER (WHERE viewer.vm_id = :vmId AND viewer.mode = 'view')::int`,
        'watchersPerMachine',
      )
      .addSelect('count(*) FILTER (WHERE viewer.user_id = :userId)::int', 'perPerson')
      .addSelect(
        'count(*) FILTER (WHERE viewer.vm_id = :vmId AND viewer.user_id = :userId)::int',
        'perPersonOnMachine',
      )
      .where('(viewer.vm_id = :vmId OR viewer.user_id = :userId)', { vmId, userId })
      .andWhere('NOT viewer.by_pictures AND viewer.seen_at BETWEEN :since AND :soon', stillSeen(now))
      .getRawOne<typeof CONSOLE_LIMITS>();
    for (const [bound, whose] of boundsOf(mode)) {
      const limit = CONSOLE_LIMITS[bound];
      if ((open?.[bound] ?? 0) + more > limit) throw new ProblemError('too-many-consoles', { limit, whose });
    }
  }

  /** Somebody looks without a console, picture by picture: true when they begin. They leave by not coming back. */
  async look(tx: EntityManager, viewer: Viewer, now: Date): Promise<boolean> {
    const { affected } = await tx.update(ConsoleViewerEntity, { id: viewer.id }, { seenAt: now });
    if (affected) return false;
    const { raw } = await tx
      .createQueryBuilder()
      .insert()
      .into(ConsoleViewerEntity)
      .values({ ...viewer, byPictures: true, openedAt: now, seenAt: now })
      .orIgnore()
      .returning('id')
      .execute();
    // Of several who begin at once, in the name of one person, one does.
    if ((raw as unknown[]).length === 0) return false;
    await this.recordEvent(tx, viewer.vmId);
    return true;
  }

  /** False when it was forgotten before, or has left already. */
  async leave(tx: EntityManager, viewer: Viewer, now = new Date()): Promise<boolean> {
    const { id, vmId, mode } = viewer;
    const { affected } = await tx.delete(ConsoleViewerEntity, { id });
    if (!affected) return false;
    if (mode === 'control') await this.controls.leave(tx, viewer, now);
    await this.recordEvent(tx, vmId);
    return true;
  }

  async stillThere(ids: readonly string[], now = new Date()): Promise<void> {
    if (ids.length > 0)
      await this.dataSource.getRepository(ConsoleViewerEntity).update([...ids], { seenAt: now });
  }

  /** Those whose process was killed, and those who take no more pictures; `record` writes down their end. */
  async forgetLost(
    now = new Date(),
    record: (tx: EntityManager, lost: ConsoleViewerEntity) => Promise<void> = async () => undefined,
  ): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const lost = await tx.find(ConsoleViewerEntity, {
        where: { seenAt: Not(lately(now, FORGOTTEN_AFTER_MS)) },
        // Of each VM's control, too, in the same order in every process.
        order: { vmId: 'ASC' },
        // Another process forgets them at the same moment.
        lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' },
      });
      for (const viewer of lost) if (await this.leave(tx, viewer)) await record(tx, viewer);
    });
  }

  /**
   * Sends to all processes as the one who writes on the VM's serial line: of those in control, whoever came last. False for anybody
   * else. Asked and sent in one statement, so that nothing is sent by who has lost the line.
   */
  async notifyAsWriter(
    { id, vmId }: Pick<Viewer, 'id' | 'vmId'>,
    channel: string,
    payload: string,
  ): Promise<boolean> {
    const last = this.dataSource
      .createQueryBuilder()
      .select('last.id')
      .from(ConsoleViewerEntity, 'last')
      .where(`last.vmId = :vmId AND last.kind = 'serial' AND last.mode = 'control'`)
      .orderBy('last.openedAt', 'DESC')
      .addOrderBy('last.id')
      .limit(1);
    const sent: unknown[] = await this.dataSource
      .createQueryBuilder()
      .select('pg_notify(:channel, :payload)', 'sent')
      .from(ConsoleViewerEntity, 'viewer')
      .where(`viewer.id = :id AND viewer.id = (${last.getQuery()})`)
      .setParameters({ id, vmId, channel, payload })
      .getRawMany();
    return sent.length > 0;
  }

  /** By VM; those that nobody looks at are left out. */
  async of(vmIds: readonly string[], now = new Date()): Promise<Map<string, VmViewer[]>> {
    if (vmIds.length === 0) return new Map();
    const rows = await this.dataSource
      .getRepository(ConsoleViewerEntity)
      .createQueryBuilder('viewer')
      .innerJoinAndSelect('viewer.user', 'user')
      .where('viewer.vmId = ANY(:vmIds)', { vmIds })
      .andWhere('viewer.seenAt BETWEEN :since AND :soon', stillSeen(now))
      .orderBy('user.displayName')
      .getMany();
    const viewers = new Map<string, VmViewer[]>();
    for (const { vmId, mode, user } of rows) {
      const known = viewers.get(vmId) ?? [];
      viewers.set(vmId, [...known, { id: user.id, displayName: user.displayName, mode }]);
    }
    return viewers;
  }

  private async recordEvent(tx: EntityManager, vmId: string): Promise<void> {
    const vm = await tx.findOne(VmEntity, { where: { id: vmId }, select: { id: true, ownerId: true } });
    if (vm) await this.events.record(tx, { kind: 'vm', subjectId: vm.id, ownerId: vm.ownerId });
  }
}
