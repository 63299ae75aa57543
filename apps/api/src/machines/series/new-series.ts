import { Injectable } from '@nestjs/common';
import { createSeriesFor, type CreateSeries, type SeriesPlan as Plan } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { mayForGroup } from '../../access/identity/permissions.js';
import { brokenConstraint } from '../../foundation/database/broken-constraint.js';
import { validated } from '../../foundation/http/validated.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import type { TemplateOfSeries } from './member-wish.js';
import { addMembers, studentsOf } from './series-members.js';
import { SeriesPasswords } from './series-passwords.js';
import { SeriesPlan, type Planned } from './series-plan.js';
import { SeriesUpkeep } from './series-upkeep.js';
import { SeriesEntity } from './series.entity.js';

/** Takes requests for new series in. */
@Injectable()
export class NewSeries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly templates: VmTemplatesService,
    private readonly plans: SeriesPlan,
    private readonly upkeep: SeriesUpkeep,
    private readonly passwords: SeriesPasswords,
    private readonly audit: AuditWriter,
  ) {}

  async plan(actor: Actor, request: CreateSeries): Promise<Plan> {
    const { planned, template } = await this.checked(actor, request);
    return this.plans.make(actor, planned, template);
  }

  /** Resolves with its id once it is on record; rejects with `name-taken` when the class has one of that name pattern. */
  async add(actor: Actor, request: CreateSeries): Promise<string> {
    const { planned } = await this.checked(actor, request);
    const typed = request.passwords === 'random' ? null : request.passwords;
    const series = {
      id: randomUUID(),
      ...planned,
      nameKey: planned.namePattern.toLowerCase(),
      sealedPasswords: typed && this.passwords.seal(typed),
      createdAt: new Date(),
    };
    await this.record(actor, series).catch((error: unknown) => {
      if (brokenConstraint(error) === 'UQ_series_group_name')
        throw new ProblemError('name-taken', {}, { cause: error });
      throw error;
    });
    await this.upkeep.makeSoon(series.id);
    return series.id;
  }

  private async record(actor: Actor, series: Omit<SeriesEntity, 'group'>): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await tx.insert(SeriesEntity, series);
      const students = await studentsOf(tx, series.groupId);
      if (students.length > 0)
        await addMembers(
          tx,
          series.id,
          students.map(({ id }) => id),
          actor,
        );
      const { id, namePattern, groupId, templateId, vcpus, memoryMiB, diskGiB } = series;
      await this.audit.record(tx, actor, {
        action: 'series.create',
        object: { id, name: namePattern },
        details: { groupId, templateId, vcpus, memoryMiB, diskGiB, members: students.length },
      });
    });
  }

  private async checked(
    actor: Actor,
    request: CreateSeries,
  ): Promise<{ planned: Planned; template: TemplateOfSeries }> {
    const { groupId, templateId, namePattern, followMembers, start } = request;
    if (!mayForGroup(actor, 'manage-series', groupId)) throw new ProblemError('not-found');
    const template = await this.templates.offered(templateId, actor);
    const { vcpus, memoryMiB, diskGiB, passwords } = validated(createSeriesFor(template), request);
    const { sizes } = template;
    const size = {
      vcpus: vcpus ?? sizes.vcpus.default,
      memoryMiB: memoryMiB ?? sizes.memoryMiB.default,
      diskGiB: diskGiB ?? sizes.diskGiB.default,
    };
    const kind = passwords === 'random' ? 'random' : 'typed';
    return {
      planned: { groupId, templateId, namePattern, followMembers, start, ...size, passwords: kind },
      template,
    };
  }
}
