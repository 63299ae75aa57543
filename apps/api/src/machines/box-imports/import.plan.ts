import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { JobInput, JobSecrets } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { AdvisoryLocks } from '../../foundation/database/advisory-locks.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { JobOutcome, JobPlan, StepContext } from '../../jobs/job-plan.js';
import { JobPlanRegistry } from '../../jobs/job-plan-registry.js';
import type { JobEntity } from '../../jobs/job.entity.js';
import { BoxImages } from '../boxes/box-images.js';
import { TemplateJobs } from '../boxes/template-jobs.js';
import { BoxImporter } from './box-importer.js';
import { uploadLock } from './upload-locker.js';

type Context = StepContext<JobInput<'import'>, JobSecrets<'import'>>;

/** From somebody's box to an image on every host. */
@Injectable()
export class ImportPlan implements JobPlan<'import'>, OnModuleInit {
  readonly kind = 'import';
  readonly steps: JobPlan<'import'>['steps'] = {
    'fetch-box': { seconds: 60, run: (context) => this.importer.fetch(context) },
    'unpack-box': { seconds: 60, run: (context) => this.unpack(context) },
    'import-box': { seconds: 5, run: (context) => this.spread(context) },
  };

  constructor(
    private readonly plans: JobPlanRegistry,
    private readonly importer: BoxImporter,
    private readonly images: BoxImages,
    private readonly templates: TemplateJobs,
    private readonly locks: AdvisoryLocks,
  ) {}

  onModuleInit(): void {
    this.plans.register(this);
  }

  lock(tx: EntityManager, job: JobEntity): Promise<{ name: string } | null> {
    return this.templates.lock(tx, job);
  }

  async settle(job: JobEntity, outcome: JobOutcome): Promise<(tx: EntityManager) => Promise<void>> {
    const input = job.input as JobInput<'import'>;
    await this.importer.tidy({ jobId: job.id, input });
    if (outcome !== 'succeeded' && job.startedAt)
      await this.images.withdraw(input.box, this.importer.target({ input, startedAt: job.startedAt }));
    return (tx) => this.templates.tell(tx);
  }

  /** Nobody writes to the upload meanwhile. */
  private unpack(context: Context): Promise<'skipped' | undefined> {
    return this.locks.hold(uploadLock(context.input.staged), context.signal, (lost) =>
      this.importer.unpack({ ...context, signal: AbortSignal.any([lost, context.signal]) }),
    );
  }

  private async spread({ input, ...options }: Context): Promise<'skipped' | undefined> {
    const box = await this.images.newestOf(input.box);
    // Somebody has retired it already.
    if (!box) throw new ProblemError('not-found');
    return (await this.images.ensureEverywhere(box, options)) ? undefined : 'skipped';
  }
}
