import { Injectable } from '@nestjs/common';
import type { Language, SeriesPlan as Plan } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { GroupEntity } from '../../access/identity/group.entity.js';
import type { UserEntity } from '../../access/identity/user.entity.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { changed, NO_LIMITS, NOTHING, plus } from '../quotas/amounts.js';
import { chargeOf } from '../quotas/charge.js';
import { QuotaLimits } from '../quotas/quota-limits.js';
import { usageOf } from '../quotas/usages.js';
import { type Candidates, Placements } from '../placement/placements.js';
import { NewVms } from '../vms/new-vms.js';
import { refusalOf, wishFor, type MadeOf, type TemplateOfSeries } from './member-wish.js';
import { studentsOf } from './series-members.js';
import { toPlan } from './series.mapper.js';
import type { SeriesMemberEntity } from './series-member.entity.js';

/** What is planned, before it is a series. */
export type Planned = MadeOf & { followMembers: boolean; passwords: 'random' | 'typed' };

type Refusals = ReadonlyMap<string, SeriesMemberEntity['problem']>;

/** Says what a series would be, who would get no machine and why, and what it would cost. */
@Injectable()
export class SeriesPlan {
  constructor(
    private readonly dataSource: DataSource,
    private readonly newVms: NewVms,
    private readonly placements: Placements,
    private readonly limits: QuotaLimits,
  ) {}

  async make(
    { language }: Pick<Actor, 'language'>,
    planned: Planned,
    template: TemplateOfSeries,
  ): Promise<Plan> {
    const candidates = await this.placements.find();
    return this.undone(async (tx) => {
      const group = await tx.findOneBy(GroupEntity, { id: planned.groupId });
      if (!group) throw new ProblemError('not-found');
      const students = await studentsOf(tx, group.id);
      await candidates.lockFor(
        tx,
        students.map(({ id }) => id),
        group.id,
      );
      const before = await this.measures(tx, group.id, candidates);
      const { refused, asked } = await this.tryAll(tx, students, { planned, template, candidates });
      return toPlan({ planned, group, students, refused, cost: { asked, ...before } }, language as Language);
    });
  }

  /** The same as when they are made: each reserves what it takes, so that the next sees what is left. */
  private async tryAll(
    tx: EntityManager,
    students: readonly UserEntity[],
    {
      planned,
      template,
      candidates,
    }: { planned: Planned; template: TemplateOfSeries; candidates: Candidates },
  ) {
    const refused = new Map<string, SeriesMemberEntity['problem']>();
    let asked = NOTHING;
    for (const student of students)
      try {
        const wish = wishFor(planned, student, template, { password: '', rootPassword: '' });
        const vm = await tx.transaction((inner) => this.newVms.place(inner, wish, candidates));
        asked = plus(asked, chargeOf(vm, false));
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        refused.set(student.id, refusalOf(error, student));
      }
    return { refused: refused as Refusals, asked };
  }

  private async measures(tx: EntityManager, groupId: string, candidates: Candidates) {
    const { budget } = await this.limits.ofGroup(tx, groupId);
    const usages = await candidates.usages(tx);
    return {
      budget: { limits: budget, used: await usageOf(tx, 'group_id', groupId) },
      hosts: usages.map(({ room, promised }) => ({
        ...{ host: room.host, used: promised },
        limits: changed(NO_LIMITS, room.limits),
      })),
    };
  }

  /** The work's result, with nothing of what it wrote left. */
  private async undone<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      return await work(runner.manager);
    } finally {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      await runner.release();
    }
  }
}
