import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { JobInput } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import type { JobPlan, StepContext } from '../../jobs/job-plan.js';
import { JobPlanRegistry } from '../../jobs/job-plan-registry.js';
import type { JobEntity } from '../../jobs/job.entity.js';
import { BoxImages } from './box-images.js';
import { TemplateJobs } from './template-jobs.js';

/** Puts the image of a box that came from elsewhere on every host. */
@Injectable()
export class PrepareBoxPlan implements JobPlan<'prepare-box'>, OnModuleInit {
  readonly kind = 'prepare-box';
  readonly steps: JobPlan<'prepare-box'>['steps'] = {
    'import-box': { seconds: 5, run: (context) => this.spread(context) },
  };

  constructor(
    private readonly plans: JobPlanRegistry,
    private readonly images: BoxImages,
    private readonly templates: TemplateJobs,
  ) {}

  onModuleInit(): void {
    this.plans.register(this);
  }

  lock(tx: EntityManager, job: JobEntity): Promise<{ name: string } | null> {
    return this.templates.lock(tx, job);
  }

  async settle(): Promise<(tx: EntityManager) => Promise<void>> {
    return (tx) => this.templates.tell(tx);
  }

  private async spread({
    input,
    ...options
  }: StepContext<JobInput<'prepare-box'>>): Promise<'skipped' | undefined> {
    const box = await this.images.newestOf(input.box);
    if (!box) return 'skipped';
    return (await this.images.ensureEverywhere(box, options)) ? undefined : 'skipped';
  }
}
