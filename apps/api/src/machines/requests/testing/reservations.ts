import type { INestApplicationContext } from '@nestjs/common';
import { QUOTA_DIMENSIONS, type SetLimits, type Usage } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../../foundation/problems/problem-error.js';
import type { HostRoom } from '../../quotas/host-room.js';
import { QuotaLimits } from '../../quotas/quota-limits.js';
import { usageOf } from '../../quotas/usages.js';

class Killed extends Error {}

/** Attempts that reserve something: each in a savepoint, and held to every limit that it adds to. */
export class Reservations {
  constructor(
    private readonly tx: EntityManager,
    private readonly app: INestApplicationContext,
    private readonly groupId: string,
    private readonly room: HostRoom,
  ) {}

  async attempt(
    ownerId: string,
    killed: boolean,
    now: Date,
    work: (tx: EntityManager) => Promise<unknown>,
  ): Promise<'accepted' | 'refused' | 'killed'> {
    const before = await usageOf(this.tx, 'owner_id', ownerId);
    try {
      await this.tx.transaction(async (tx) => {
        await work(tx);
        if (killed) throw new Killed();
        await this.mustKeepToLimits(tx, ownerId, before, now);
      });
      return 'accepted';
    } catch (error) {
      if (error instanceof Killed) return 'killed';
      if (error instanceof ProblemError && error.code === 'quota-exceeded') return 'refused';
      throw error;
    }
  }

  private async mustKeepToLimits(
    tx: EntityManager,
    ownerId: string,
    before: Usage,
    now: Date,
  ): Promise<void> {
    const after = await usageOf(tx, 'owner_id', ownerId);
    const grew = QUOTA_DIMENSIONS.filter((dimension) => after[dimension] > before[dimension]);
    if (grew.length === 0) return;
    const limits = this.app.get(QuotaLimits);
    const own = (await limits.of(tx, [ownerId], now)).get(ownerId)!.effective;
    const levels: [string, Usage, SetLimits][] = [
      ['own', after, own],
      ['group', await usageOf(tx, 'group_id', this.groupId), (await limits.ofGroup(tx, this.groupId)).budget],
      ['host', await usageOf(tx, 'host', this.room.host), this.room.limits],
    ];
    for (const [level, used, allowed] of levels)
      for (const dimension of grew)
        if (used[dimension] > (allowed[dimension] ?? Number.POSITIVE_INFINITY))
          throw new Error(`${level} ${dimension}: ${used[dimension]} of ${allowed[dimension]}`);
  }
}
