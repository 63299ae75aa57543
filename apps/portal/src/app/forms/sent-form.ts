import { Directive, type WritableSignal, computed, input, signal } from '@angular/core';
import {
  type FieldTree,
  type SchemaFn,
  type TreeValidationResult,
  form,
  submit,
} from '@angular/forms/signals';
import type { ApiProblem } from '../http/api-problem';
import { Sending } from '../http/sending';
import { type FieldOfCode, errorsOnFields } from './server-errors';

interface Options<T> {
  /** Of the fields, in the page. */
  readonly name?: string;
  readonly rules?: SchemaFn<T>;
  readonly send: (values: T) => Promise<unknown>;
  /** Whether there is anything to send. */
  readonly isReady?: () => boolean;
  /** The field of a refusal that names none. */
  readonly fieldOfCode?: FieldOfCode<T>;
  /** Whether the page says by itself, beside what it is about, why it was refused. */
  readonly isSaidBeside?: (problem: ApiProblem) => boolean;
}

/** A form that is sent to the API: once at a time; what the API refuses is marked on the fields it names. Make it in an injection context. */
export class SentForm<T extends object = object> extends Sending {
  readonly fields: FieldTree<T>;
  readonly isBlocked = computed(() => this.isBusy() || this.options.isReady?.() === false);
  private readonly sent = signal(false);
  /** Whether somebody tried to send it: from then on nothing is forgiven. */
  readonly wasSent = this.sent.asReadonly();
  /** A refusal that no field says. */
  readonly unsaid = computed(() => {
    const problem = this.refusal();
    if (!problem || this.errorsOf(problem).length > 0 || this.options.isSaidBeside?.(problem))
      return undefined;
    return problem;
  });
  /** Before the form was sent once, or a field left, nothing is called wrong. */
  readonly wrongCount = computed(() => {
    const wrong = this.fields()
      .errorSummary()
      .map(({ fieldTree }) => fieldTree)
      .filter((field) => field !== this.fields && field().touched());
    return new Set(wrong).size;
  });

  /** `model` is what the fields hold; an empty one where the fields are not Angular's. */
  constructor(
    model: WritableSignal<T>,
    private readonly options: Options<T>,
  ) {
    super();
    this.fields = form(model, options.rules ?? (() => undefined), { name: options.name });
  }

  async submit(): Promise<void> {
    if (this.isBlocked()) return;
    this.sent.set(true);
    this.forgetRefusal();
    await submit(this.fields, { action: () => this.send() });
  }

  private async send(): Promise<TreeValidationResult> {
    await this.run(() => this.options.send(this.fields().value()));
    const problem = this.refusal();
    return problem && this.errorsOf(problem);
  }

  private errorsOf(problem: ApiProblem) {
    return errorsOnFields(this.fields, problem, this.options.fieldOfCode);
  }
}

/** Sends it as the browser would: by its button, or by Enter. */
@Directive({
  selector: 'form[vmmSent]',
  host: { novalidate: '', '(submit)': '$event.preventDefault(); vmmSent().submit()' },
})
export class SentBy {
  readonly vmmSent = input.required<{ submit(): Promise<void> }>();
}
