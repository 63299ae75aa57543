import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, MoreThan } from 'typeorm';
import { Routines } from '../../foundation/database/routines.js';
import { messageForLog } from '../../foundation/logging/error-for-log.js';
import { JobEntity } from '../../jobs/job.entity.js';
import { Boxes } from '../vm-templates/boxes.js';
import { BakeOrders } from './bake-orders.js';
import { WeeklyBakeEntity } from './weekly-bake.entity.js';

const HOUR_MS = 3600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
/** A bake that failed is tried again the next day. */
const TRY_AGAIN_MS = 24 * HOUR_MS;

/** Bakes anew each week what an administrator wants so: newer packages, kept if the new box starts as it should. */
@Injectable()
export class WeeklyBakes implements OnApplicationBootstrap {
  private readonly logger = new Logger(WeeklyBakes.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly boxes: Boxes,
    private readonly orders: BakeOrders,
    private readonly routines: Routines,
  ) {}

  onApplicationBootstrap(): void {
    const options = { everyMs: HOUR_MS, lock: 'weekly-bakes', atOnce: false, byAge: true };
    this.routines.start(WeeklyBakes.name, options, () => this.look());
  }

  async look(now = Date.now()): Promise<void> {
    for (const { templateId } of await this.dataSource.getRepository(WeeklyBakeEntity).find())
      if (await this.isDue(templateId, now)) await this.order(templateId);
  }

  /** One that is refused, for want of room, does not keep the others from being baked. */
  private async order(templateId: string): Promise<void> {
    try {
      await this.orders.order(null, templateId);
    } catch (error) {
      this.logger.warn(`The weekly bake of ${templateId} was not begun: ${messageForLog(error)}`);
    }
  }

  private async isDue(templateId: string, now: number): Promise<boolean> {
    const newest = await this.boxes.newestOf(templateId);
    if (newest && now - newest.bakedAt.getTime() < WEEK_MS) return false;
    const lately = {
      kind: 'bake',
      subjectId: templateId,
      createdAt: MoreThan(new Date(now - TRY_AGAIN_MS)),
    } as const;
    return !(await this.dataSource.getRepository(JobEntity).existsBy(lately));
  }
}
