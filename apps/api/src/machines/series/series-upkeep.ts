import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, IsNull, LessThan, Not } from 'typeorm';
import { AdvisoryLocks } from '../../foundation/database/advisory-locks.js';
import { Routines } from '../../foundation/database/routines.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { Placements } from '../placement/placements.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { NewSeriesVms } from './new-series-vms.js';
import { addNewcomers } from './series-members.js';
import { SeriesMemberEntity } from './series-member.entity.js';
import { SeriesEntity } from './series.entity.js';

const LOOK_EVERY_MS = 2_000;
/** So long an answer waits for machines to be ordered. */
const WAITED_MS = 1_000;
const WIPE_EVERY_MS = 3600_000;
/** How long passwords that were typed are kept for members who had bad luck, as those of a failed job are. */
const KEEP_TYPED_MS = 24 * 3600_000;

/** For the portal itself, which chooses nothing and mends no template. */
const NOBODY = { language: 'fr', role: 'student' } as const;

/** Has the machines of series made that wait for it: at once, after a kill, and for who joins a class later. */
@Injectable()
export class SeriesUpkeep implements OnApplicationBootstrap {
  private readonly logger = new Logger(SeriesUpkeep.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly locks: AdvisoryLocks,
    private readonly routines: Routines,
    private readonly templates: VmTemplatesService,
    private readonly placements: Placements,
    private readonly newVms: NewSeriesVms,
  ) {}

  onApplicationBootstrap(): void {
    this.routines.start('Series', { everyMs: LOOK_EVERY_MS }, (signal) => this.goOn(signal));
    this.routines.start('Passwords of series', { everyMs: WIPE_EVERY_MS }, () => this.wipeTyped());
  }

  /** Resolves when nobody waits any more, or at once when another process is at it. */
  async makeAll(seriesId: string, signal: AbortSignal): Promise<void> {
    await this.locks.holdIfFree(`series:${seriesId}`, async (lost) => {
      const { manager } = this.dataSource;
      const series = await manager.findOneBy(SeriesEntity, { id: seriesId });
      const waiting = await manager.find(SeriesMemberEntity, {
        where: { seriesId, state: 'waiting' },
        relations: { user: true },
        order: { user: { displayName: 'ASC', id: 'ASC' } },
      });
      if (!series || waiting.length === 0) return;
      const template = await this.templates.usable(series.templateId, NOBODY);
      const candidates = await this.placements.find();
      for (const member of waiting) {
        AbortSignal.any([signal, lost]).throwIfAborted();
        await this.newVms.order(member, { series, template, candidates });
      }
    });
  }

  /** As far as that can be done while somebody waits; the rest goes on by itself. */
  async makeSoon(seriesId: string): Promise<void> {
    const waited = AbortSignal.timeout(WAITED_MS);
    await this.makeAll(seriesId, waited).catch((error: unknown) => {
      if (!waited.aborted && !(error instanceof ProblemError)) throw error;
    });
  }

  /** The teacher types them again for whoever still needs them later. */
  async wipeTyped(now = new Date()): Promise<void> {
    const createdAt = LessThan(new Date(now.getTime() - KEEP_TYPED_MS));
    const old = { followMembers: false, sealedPasswords: Not(IsNull()), createdAt };
    await this.dataSource.getRepository(SeriesEntity).update(old, { sealedPasswords: null });
  }

  private async goOn(signal: AbortSignal): Promise<void> {
    await addNewcomers(this.dataSource.manager);
    const waiting = await this.dataSource.manager.find(SeriesMemberEntity, {
      where: { state: 'waiting' },
      select: { seriesId: true, userId: true },
    });
    for (const id of new Set(waiting.map(({ seriesId }) => seriesId))) {
      signal.throwIfAborted();
      try {
        await this.makeAll(id, signal);
      } catch (error) {
        // The next one is not to wait for it.
        if (error instanceof ProblemError) this.logger.warn(`Series ${id} is put off: ${error.code}`);
        else this.logger.error(error, `Series ${id} does not go on`);
      }
    }
  }
}
