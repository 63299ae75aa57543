import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { JobInput } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { JobOutcome, JobPlan, StepContext } from '../../jobs/job-plan.js';
import { JobPlanRegistry } from '../../jobs/job-plan-registry.js';
import type { JobEntity } from '../../jobs/job.entity.js';
import { BakeNotices } from './bake-notices.js';
import { BoxBaker } from './box-baker.js';
import { BoxImages } from '../boxes/box-images.js';
import type { KnownBox } from '../boxes/box-inventory.js';
import { BoxRemoval } from '../boxes/box-removal.js';
import { TemplateJobs } from '../boxes/template-jobs.js';

type Context = StepContext<JobInput<'bake'>>;

/** From a recipe to an image on every host, before a student waits for it. */
@Injectable()
export class BakePlan implements JobPlan<'bake'>, OnModuleInit {
  readonly kind = 'bake';
  readonly steps: JobPlan<'bake'>['steps'] = {
    'bake-box': { seconds: 120, run: (context) => this.bake(context) },
    'import-box': { seconds: 5, run: (context) => this.spread(context) },
    'remove-old-boxes': { seconds: 1, run: (context) => this.removeOld(context) },
  };

  constructor(
    private readonly plans: JobPlanRegistry,
    private readonly baker: BoxBaker,
    private readonly images: BoxImages,
    private readonly removal: BoxRemoval,
    private readonly templates: TemplateJobs,
    private readonly notices: BakeNotices,
  ) {}

  onModuleInit(): void {
    this.plans.register(this);
  }

  lock(tx: EntityManager, job: JobEntity): Promise<{ name: string } | null> {
    return this.templates.lock(tx, job);
  }

  async settle(
    { subjectId, actorId }: JobEntity,
    outcome: JobOutcome,
  ): Promise<(tx: EntityManager) => Promise<void>> {
    return async (tx) => {
      await this.templates.tell(tx);
      if (outcome === 'failed' && actorId === null) await this.notices.tellFailure(tx, subjectId);
    };
  }

  private bake({ input, jobId, startedAt, ...options }: Context): Promise<void> {
    return this.baker.bake({ box: input.box, jobId, startedAt }, options);
  }

  private async spread({ input, ...options }: Context): Promise<'skipped' | undefined> {
    const box = await this.images.newestOf(input.box);
    // Somebody has retired it already.
    if (!box) throw new ProblemError('not-found');
    return (await this.images.ensureEverywhere(box, options)) ? undefined : 'skipped';
  }

  /** Nobody looks on when it is baked by itself: what would pile up goes, but for the one before, to go back to. */
  private async removeOld({ input: { box, isWeekly } }: Context): Promise<'skipped' | undefined> {
    if (!isWeekly) return 'skipped';
    let kept: string | undefined;
    const isOlder = ({ name, baked, id }: KnownBox) => {
      if (name !== box) return false;
      if (baked) kept ??= id;
      return id !== kept;
    };
    await this.removal.cleanUp(null, isOlder);
    return undefined;
  }
}
