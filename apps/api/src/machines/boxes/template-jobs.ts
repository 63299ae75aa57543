import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { lockUntilEnd } from '../../foundation/database/transaction-lock.js';
import type { JobEntity } from '../../jobs/job.entity.js';
import { TemplateCatalogue } from '../vm-templates/template-catalogue.js';
import { TemplateEvents } from '../vm-templates/template-events.js';

/** Who touches a template's jobs holds this. */
export const lockTemplate = (tx: EntityManager, id: string) => lockUntilEnd(tx, `template-jobs:${id}`);

/** What jobs on a template have in common. A template is a folder: there is no row to lock. */
@Injectable()
export class TemplateJobs {
  constructor(
    private readonly catalogue: TemplateCatalogue,
    private readonly events: TemplateEvents,
  ) {}

  async lock(
    tx: EntityManager,
    { subjectId }: Pick<JobEntity, 'subjectId'>,
  ): Promise<{ name: string } | null> {
    await lockTemplate(tx, subjectId);
    const template = await this.catalogue.find(subjectId);
    return template ? { name: template.file.name.fr } : null;
  }

  /** That there may be another box than before. */
  tell(tx: EntityManager): Promise<void> {
    return this.events.record(tx);
  }
}
