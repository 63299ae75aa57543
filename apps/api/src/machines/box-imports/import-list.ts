import { Injectable } from '@nestjs/common';
import type { BoxImports, JobInput, UnfinishedUpload } from '@vm-manager/contracts';
import { DataSource, In } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { ACTIVE_JOB_STATES, JobEntity } from '../../jobs/job.entity.js';
import { JobReader } from '../../jobs/job-reader.js';
import { TemplateCatalogue } from '../vm-templates/template-catalogue.js';
import { BoxStaging, type StagedBox } from './box-staging.js';

/** What is being imported: uploads are the person's own, imports are everyone's. */
@Injectable()
export class ImportList {
  constructor(
    private readonly dataSource: DataSource,
    private readonly staging: BoxStaging,
    private readonly catalogue: TemplateCatalogue,
    private readonly jobs: JobReader,
  ) {}

  async show(actor: Actor): Promise<BoxImports> {
    const [staged, { known }] = await Promise.all([this.staging.all(), this.catalogue.read()]);
    const jobs = await Promise.all(
      known.map(({ file: { id } }) => this.jobs.lastOf(actor, { kind: 'template', id }, 'import')),
    );
    const taken = await this.beingImported();
    return {
      uploads: staged.filter(({ id, actorId }) => actorId === actor.id && !taken.has(id)).map(toUpload),
      jobs: jobs.filter((job) => job !== null),
    };
  }

  private async beingImported(): Promise<Set<string>> {
    const active = { kind: 'import', state: In([...ACTIVE_JOB_STATES]) } as const;
    const jobs = await this.dataSource.getRepository(JobEntity).findBy(active);
    return new Set(jobs.map(({ input }) => (input as JobInput<'import'>).staged));
  }
}

function toUpload({ id, templateId, name, modifiedAt, size, bytes, touchedAt }: StagedBox): UnfinishedUpload {
  return {
    ...{ id, templateId, name, modifiedAt, sizeBytes: size, sentBytes: bytes },
    sentAt: touchedAt.toISOString(),
  };
}
