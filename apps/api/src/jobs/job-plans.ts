import type { JobKind } from '@vm-manager/contracts';
import { Injectable } from '@nestjs/common';
import type { JobPlan } from './job-plan.js';
import type { Lane } from './job-queue.js';

/** The plans by kind; features register theirs when their module starts. */
@Injectable()
export class JobPlans {
  private readonly plans = new Map<JobKind, JobPlan>();

  register(...plans: JobPlan[]): void {
    for (const plan of plans) this.plans.set(plan.kind, plan);
  }

  heavyKinds(): JobKind[] {
    return [...this.plans.values()].filter(({ heavy }) => heavy).map(({ kind }) => kind);
  }

  isHeavy(kind: JobKind): boolean {
    return this.planFor(kind).heavy;
  }

  laneOf(kind: JobKind): Lane {
    return this.isHeavy(kind) ? 'heavy' : 'light';
  }

  planFor(kind: JobKind): JobPlan {
    const plan = this.plans.get(kind);
    if (!plan) throw new Error(`No plan is registered for jobs of kind ${kind}.`);
    return plan;
  }
}
