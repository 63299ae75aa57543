import { Injectable } from '@nestjs/common';
import type { DirectoryStatus, DirectoryTroubleKind } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { SKEW_MS } from '../../foundation/database/lately.js';
import { messageForLog } from '../../foundation/logging/error-for-log.js';
import { DirectorySyncEntity } from './directory-sync.entity.js';

/** After how long administrators are told: a comparison that fails once may succeed a quarter of an hour later. */
const TOLD_AFTER_MS = { limited: 0, failed: 3600_000 } as const satisfies Record<
  DirectoryTroubleKind,
  number
>;
const LONGEST_DETAIL = 500;

/** Tells administrators; resolves with whether there were any. */
type TroubleListener = (tx: EntityManager, trouble: DirectoryTroubleKind) => Promise<boolean>;

/** The state of the comparison with the directory, shared by all processes. */
@Injectable()
export class DirectoryState {
  private readonly listeners: TroubleListener[] = [];

  constructor(private readonly dataSource: DataSource) {}

  /** Registers who tells administrators; called once for each trouble. */
  onTrouble(listener: TroubleListener): void {
    this.listeners.push(listener);
  }

  /** Whether the last comparison began long enough ago; if so, notes that one begins now. One process at a time asks. */
  async beginIfDue(everyMs: number, now = new Date()): Promise<boolean> {
    const last = await this.row(this.dataSource.manager);
    // The routine may come a moment early.
    const since = last ? now.getTime() - last.startedAt.getTime() : Infinity;
    // A beginning in the future was noted by a wrong clock.
    const isDue = since >= everyMs * 0.9 || since < -SKEW_MS;
    if (isDue) await this.dataSource.manager.save(DirectorySyncEntity, { onlyOne: true, startedAt: now });
    return isDue;
  }

  compared(isLimited: boolean, now = new Date()): Promise<void> {
    return this.note(isLimited ? 'limited' : null, null, now, { comparedAt: now });
  }

  failed(error: unknown, now = new Date()): Promise<void> {
    return this.note('failed', messageForLog(error).slice(0, LONGEST_DETAIL), now);
  }

  async status(): Promise<DirectoryStatus> {
    const row = await this.row(this.dataSource.manager);
    return {
      comparedAt: row?.comparedAt?.toISOString() ?? null,
      trouble:
        row?.trouble && row.troubleSince
          ? { kind: row.trouble, since: row.troubleSince.toISOString(), detail: row.troubleDetail }
          : null,
    };
  }

  private note(
    trouble: DirectoryTroubleKind | null,
    troubleDetail: string | null,
    now: Date,
    more: { comparedAt?: Date } = {},
  ): Promise<void> {
    return this.dataSource.transaction(async (tx) => {
      const row = await this.row(tx);
      const isSame = row?.trouble === trouble;
      const troubleSince = trouble && ((isSame && row?.troubleSince) || now);
      const toldAt = isSame ? (row?.toldAt ?? null) : null;
      const isDue =
        trouble &&
        troubleSince &&
        !toldAt &&
        now.getTime() - troubleSince.getTime() >= TOLD_AFTER_MS[trouble];
      let isTold = false;
      if (isDue) for (const listener of this.listeners) isTold = (await listener(tx, trouble)) || isTold;
      const state = { trouble, troubleSince, troubleDetail, toldAt: isTold ? now : toldAt, ...more };
      await tx.update(DirectorySyncEntity, { onlyOne: true }, state);
    });
  }

  private row = (manager: EntityManager) => manager.findOneBy(DirectorySyncEntity, { onlyOne: true });
}
