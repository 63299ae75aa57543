import { Injectable } from '@nestjs/common';

import type { Job } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { JobOrders } from '../../jobs/job-orders.js';
import type { JobEntity } from '../../jobs/job.entity.js';
import { toJob } from '../../jobs/job.mapper.js';
import { Boxes } from '../vm-templates/boxes.js';
import { BoxBaker } from './box-baker.js';
import { BoxRecipes } from './box-recipes.js';
import { mustFit } from '../boxes/must-fit.js';
import { lockTemplate } from '../boxes/template-jobs.js';

/** Has boxes baked: refused before it starts where it cannot be, or where it would not fit. */
@Injectable()
export class BakeOrders {
  constructor(
    private readonly dataSource: DataSource,
    private readonly recipes: BoxRecipes,
    private readonly boxes: Boxes,
    private readonly baker: BoxBaker,
    private readonly jobs: JobOrders,
    private readonly audit: AuditWriter,
  ) {}

  async orderFor(actor: Actor, templateId: string): Promise<Job> {
    return toJob(await this.order(actor, templateId), actor.language);
  }

  /** `actor` is null when it is baked by itself. */
  async order(actor: Actor | null, templateId: string): Promise<JobEntity> {
    const { file } = await this.recipes.of(templateId);
    const { id, box } = file;
    const room = await this.baker.room(box);
    if (!room) {
      const command = this.boxes.bakeCommand(box);
      throw new ProblemError('not-possible-now', { action: 'bake-here', box, command });
    }
    mustFit(box, this.boxes.folder, { needed: room.neededMiB, free: room.freeMiB });
    return this.dataSource.transaction(async (tx) => {
      await lockTemplate(tx, id);
      const subject = { kind: 'template', id } as const;
      if (await this.jobs.isBusy(tx, subject))
        throw new ProblemError('not-possible-now', { action: 'bake-busy', box });
      const job = await this.jobs.create(tx, {
        ...{ subject, ownerId: null, host: null, actorId: actor?.id ?? null, estimateGroup: box },
        kind: 'bake',
        input: { box, isWeekly: actor === null },
      });
      await this.audit.record(tx, actor, {
        action: 'template.bake',
        object: { id, name: file.name.fr },
        details: { jobId: job.id, box },
      });
      return job;
    });
  }
}
