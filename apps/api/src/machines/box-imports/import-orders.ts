import { Injectable } from '@nestjs/common';
import type { ImportBox, Job } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { JobOrders } from '../../jobs/job-orders.js';
import type { JobEntity } from '../../jobs/job.entity.js';
import { toJob } from '../../jobs/job.mapper.js';
import { lockTemplate } from '../boxes/template-jobs.js';
import { TemplateCatalogue } from '../vm-templates/template-catalogue.js';
import { BoxStaging, TERMINAL } from './box-staging.js';

const MIB = 2 ** 20;

/** Has boxes imported that were made elsewhere; what cannot be is refused before it starts. */
@Injectable()
export class ImportOrders {
  constructor(
    private readonly dataSource: DataSource,
    private readonly catalogue: TemplateCatalogue,
    private readonly staging: BoxStaging,
    private readonly jobs: JobOrders,
    private readonly audit: AuditWriter,
  ) {}

  async orderFor(actor: Actor, request: ImportBox): Promise<Job> {
    return toJob(await this.order(actor, request), actor.language);
  }

  /** `actor` is null at the terminal. */
  async order(actor: Actor | null, request: ImportBox): Promise<JobEntity> {
    const template = await this.catalogue.find(request.templateId);
    if (!template) throw new ProblemError('not-found');
    const { id, box, name, sizes } = template.file;
    const { query, ...source } = await this.sourceOf(actor?.id ?? TERMINAL, request);
    return this.dataSource.transaction(async (tx) => {
      await lockTemplate(tx, id);
      const subject = { kind: 'template', id } as const;
      if (await this.jobs.isBusy(tx, subject))
        throw new ProblemError('not-possible-now', { action: 'bake-busy', box });
      const job = await this.jobs.create(tx, {
        ...{ subject, ownerId: null, host: null, actorId: actor?.id ?? null, estimateGroup: box },
        kind: 'import',
        input: { box, maxDiskGiB: sizes.diskGiB.max, sha256: request.sha256 ?? null, ...source },
        secrets: { query },
      });
      await this.audit.record(tx, actor, {
        action: 'template.import-box',
        object: { id, name: name.fr },
        details: { jobId: job.id, box, from: source.url ?? (actor ? 'upload' : TERMINAL) },
      });
      return job;
    });
  }

  private async sourceOf(
    actorId: string,
    request: ImportBox,
  ): Promise<{ staged: string; url: string | null; query: string }> {
    if ('url' in request) {
      const url = new URL(request.url);
      if (url.protocol !== 'https:' && request.sha256 === undefined)
        throw new ProblemError('not-possible-now', { action: 'import-address' });
      // It would stand in the audit log.
      if (url.username || url.password) throw new ProblemError('malformed-request');
      return { staged: randomUUID(), url: url.origin + url.pathname, query: url.search };
    }
    const { size, bytes } = await this.staging.findOf(actorId, request.uploadId);
    if (bytes < size) throw new ProblemError('not-possible-now', { action: 'upload-unfinished' });
    // The image, and the box that is made of it.
    await this.staging.mustFit((2 * size) / MIB);
    return { staged: request.uploadId, url: null, query: '' };
  }
}
