import { Injectable } from '@nestjs/common';
import type { BoxImports, UnfinishedUpload } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { JobReader } from '../../jobs/job-reader.js';
import { TemplateCatalogue } from '../vm-templates/template-catalogue.js';
import { BoxStaging, type StagedBox } from './box-staging.js';
import { stagedOfImports } from './staged-imports.js';

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
    const taken = await stagedOfImports(this.dataSource.manager);
    return {
      uploads: staged.filter(({ id, actorId }) => actorId === actor.id && !taken.has(id)).map(toUpload),
      jobs: jobs.filter((job) => job !== null),
    };
  }
}

function toUpload({ id, templateId, name, modifiedAt, size, bytes, touchedAt }: StagedBox): UnfinishedUpload {
  return {
    ...{ id, templateId, name, modifiedAt, sizeBytes: size, sentBytes: bytes },
    sentAt: touchedAt.toISOString(),
  };
}
