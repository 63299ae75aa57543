import {
  Component,
  ElementRef,
  afterNextRender,
  computed,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  untracked,
} from '@angular/core';
import { FormField, maxLength, validate } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { COMMENT_MAX, QUOTA_DIMENSIONS, type ResourceRequest, type SetLimits } from '@vm-manager/contracts';
import { injectFieldSentence } from '../forms/field-sentence';
import { FormEnd } from '../forms/form-end';
import { SentBy, SentForm } from '../forms/sent-form';
import { SchoolTime } from '../i18n/school-time';
import { injectTranslate } from '../i18n/translate';
import { injectAmounts } from '../quotas/amounts';
import { LimitFields } from '../quotas/limit-fields';
import { wrongAmounts } from '../quotas/wrong-amounts';
import { DateChoice } from '../ui/date-choice';
import { RequestsClient } from './requests-client';
import { grantOf } from './wish';

/** Approving with other amounts, a date or a word; or rejecting with a word. In the place of the request. */
@Component({
  selector: 'vmm-decision-form',
  imports: [
    DateChoice,
    FormEnd,
    FormField,
    LimitFields,
    MatButton,
    MatError,
    MatFormField,
    MatInput,
    MatLabel,
    SentBy,
  ],
  templateUrl: './decision-form.html',
  styles: `
    form {
      display: grid;
      gap: 16px;
      padding-top: 16px;
      border-top: 1px solid var(--vmm-line);
    }
    vmm-date-choice {
      justify-self: start;
    }
    vmm-limit-fields {
      max-width: 720px;
    }
  `,
})
export class DecisionForm {
  readonly request = input.required<ResourceRequest>();
  readonly mode = input.required<'approve' | 'reject'>();
  /** Whether it was decided; false when it was left. */
  readonly closed = output<boolean>();
  protected readonly t = injectTranslate();
  protected readonly sentence = injectFieldSentence();
  private readonly amounts = injectAmounts();
  private readonly client = inject(RequestsClient);

  private readonly school = inject(SchoolTime);
  protected readonly typed = signal<SetLimits | undefined>(undefined);
  protected readonly isWrong = signal(false);
  protected readonly isDayWrong = signal(false);
  protected readonly tomorrow = this.school.tomorrow();

  protected readonly dimensions = computed(() =>
    QUOTA_DIMENSIONS.filter((dimension) => typeof this.request().want[dimension] === 'number'),
  );
  protected readonly hints = computed(() =>
    Object.fromEntries(
      this.dimensions().map((dimension) => [
        dimension,
        this.t('requests.asked', {
          amount: this.amounts.text(dimension, this.request().want[dimension] ?? 0),
        }),
      ]),
    ),
  );
  private readonly askedDay = computed(() => {
    const asked = this.request().until;
    return asked ? this.school.dayOf(asked) : '';
  });
  protected readonly isDiskOnly = computed(
    () => this.request().vm !== null && this.dimensions().every((dimension) => dimension === 'diskGiB'),
  );

  // A push about the same request leaves what is typed alone.
  private readonly answer = linkedSignal({
    source: () => this.request().id,
    computation: () => ({ until: untracked(this.askedDay), comment: '' }),
  });
  protected readonly form = new SentForm(this.answer, {
    name: 'decision',
    rules: (path) => {
      maxLength(path.comment, COMMENT_MAX);
      validate(path.comment, ({ value }) =>
        this.mode() === 'reject' && value().trim() === ''
          ? { kind: 'missing', message: this.t('requests.word-missing') }
          : undefined,
      );
      validate(path, () => (this.isWrong() || this.isDayWrong() ? { kind: 'beside' } : undefined));
    },
    send: async () => {
      await (this.mode() === 'reject' ? this.reject() : this.approve());
      this.closed.emit(true);
    },
    isSaidBeside: (problem) => Object.keys(wrongAmounts(problem, '/grant')).length > 0,
  });
  protected readonly wrongGrants = computed(() => wrongAmounts(this.form.refusal(), '/grant'));

  constructor() {
    // The button that opened the form is gone: whoever types goes on here.
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    afterNextRender(() => host.querySelector<HTMLElement>('input, textarea')?.focus());
  }

  private reject(): Promise<unknown> {
    return this.client.reject(this.request().id, this.answer().comment.trim());
  }

  private approve(): Promise<unknown> {
    const { id, want } = this.request();
    const typed = this.typed();
    const grant = typed && grantOf(want, typed);
    const { until: day, comment } = this.answer();
    return this.client.approve(id, {
      ...(grant && { grant }),
      ...(day !== this.askedDay() && { until: day ? this.school.endOf(day) : null }),
      ...(comment.trim() && { comment: comment.trim() }),
    });
  }
}
