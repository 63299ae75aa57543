import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { Routines } from '../../foundation/database/routines.js';
import { COARSE_SECONDS, FINE_SECONDS } from './measured.js';
import { MeasurementEntity } from './measurement.entity.js';

const EVERY_MS = 5 * 60_000;
/** A little more than is shown, so that what is shown is whole. */
const KEPT_SECONDS = { [FINE_SECONDS]: 3600 + 300, [COARSE_SECONDS]: 7 * 24 * 3600 + 600 };

/**
 * Fine steps stay an hour, long ones a week: about 2,400 rows of a VM that always runs. They go all at once, however many: unlike a
 * log, nobody misses them much.
 */
@Injectable()
export class MeasurementRetention implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly routines: Routines,
  ) {}

  onApplicationBootstrap(): void {
    const when = { everyMs: EVERY_MS, lock: 'measurement-retention', byAge: true };
    this.routines.start(MeasurementRetention.name, when, () => this.removeOld());
  }

  async removeOld(now = new Date()): Promise<void> {
    const measurements = this.dataSource.getRepository(MeasurementEntity);
    for (const [step, seconds] of Object.entries(KEPT_SECONDS)) {
      const old = LessThan(new Date(now.getTime() - seconds * 1000));
      await measurements.delete({ stepSeconds: Number(step), at: old });
    }
  }
}
