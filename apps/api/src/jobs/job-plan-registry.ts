import { declarationOf, type JobKind } from '@vm-manager/contracts';
import { Injectable } from '@nestjs/common';
import type { AnyJobPlan, JobPlan, StepPlan } from './job-plan.js';

export interface NamedStep extends StepPlan {
  name: string;
}

/** A plan with its steps in their order. */
export interface OrderedPlan extends Pick<JobPlan, 'kind' | 'rollBack' | 'lock' | 'settle'> {
  steps: readonly NamedStep[];
}

/** The plans by kind; features register theirs when their module starts. */
@Injectable()
export class JobPlanRegistry {
  private readonly plans = new Map<JobKind, OrderedPlan>();

  register(...plans: readonly AnyJobPlan[]): void {
    for (const plan of plans) this.plans.set(plan.kind, inOrder(plan));
  }

  planFor(kind: JobKind): OrderedPlan {
    const plan = this.plans.get(kind);
    if (!plan) throw new Error(`No plan is registered for jobs of kind ${kind}.`);
    return plan;
  }
}

/** Each plan is only ever given jobs of its kind; from here on its type no longer says so. */
function inOrder(plan: AnyJobPlan): OrderedPlan {
  const { kind, rollBack, lock, settle } = plan as JobPlan;
  const steps: Partial<Record<string, StepPlan>> = (plan as JobPlan).steps;
  return {
    kind,
    ...(rollBack && { rollBack: rollBack.bind(plan) }),
    lock: lock.bind(plan),
    settle: settle.bind(plan),
    steps: declarationOf(kind).steps.map((name) => {
      const step = steps[name];
      if (!step) throw new Error(`The plan for ${kind} has no step ${name}.`);
      return {
        ...{ name, seconds: step.seconds, varies: step.varies ?? false },
        run: (context) => step.run(context),
      };
    }),
  };
}
