import { signal } from '@angular/core';
import { type ApiProblem, toApiProblem } from './api-problem';

/** A call of the person's: whether it is under way, and why it was refused. */
export class Sending {
  private readonly busy = signal(false);
  private readonly refused = signal<ApiProblem | undefined>(undefined);
  readonly isBusy = this.busy.asReadonly();
  readonly refusal = this.refused.asReadonly();

  /** What the call answers; undefined when it was refused. */
  async run<R>(call: () => Promise<R>): Promise<R | undefined> {
    this.busy.set(true);
    this.refused.set(undefined);
    try {
      return await call();
    } catch (error) {
      this.refused.set(toApiProblem(error));
      return undefined;
    } finally {
      this.busy.set(false);
    }
  }

  forgetRefusal(): void {
    this.refused.set(undefined);
  }
}
