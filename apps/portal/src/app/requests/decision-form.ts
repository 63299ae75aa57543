import {
  Component,
  ElementRef,
  afterNextRender,
  computed,
  inject,
  input,
  output,
  signal,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { COMMENT_MAX, QUOTA_DIMENSIONS, type ResourceRequest, type SetLimits } from '@vm-manager/contracts';
import { toApiProblem } from '../http/api-problem';
import { injectSentence } from '../http/sentence';
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
  imports: [DateChoice, LimitFields, MatButton, MatFormField, MatInput, MatLabel],
  templateUrl: './decision-form.html',
  styleUrl: './decision-form.scss',
})
export class DecisionForm {
  readonly request = input.required<ResourceRequest>();
  readonly mode = input.required<'approve' | 'reject'>();
  /** Whether it was decided; false when it was left. */
  readonly closed = output<boolean>();
  protected readonly t = injectTranslate();
  protected readonly sentence = injectSentence();
  private readonly amounts = injectAmounts();
  private readonly client = inject(RequestsClient);

  private readonly school = inject(SchoolTime);
  private readonly typed = signal<SetLimits | undefined>(undefined);
  protected readonly isWrong = signal(false);
  protected readonly day = signal<string | undefined>(undefined);
  protected readonly comment = signal('');
  protected readonly max = COMMENT_MAX;
  protected readonly isDayWrong = signal(false);
  protected readonly isUrgent = signal(false);
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<unknown>(undefined);
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
  protected readonly shownDay = computed(() => {
    const asked = this.request().until;
    return this.day() ?? (asked ? this.school.dayOf(asked) : '');
  });
  protected readonly isDiskOnly = computed(
    () => this.request().vm !== null && this.dimensions().every((dimension) => dimension === 'diskGiB'),
  );

  protected readonly wrongGrants = computed(() =>
    this.refusal() === undefined ? {} : wrongAmounts(toApiProblem(this.refusal()), '/grant'),
  );
  protected readonly wrongComment = computed(() =>
    this.mode() === 'reject' && this.isUrgent() && !this.comment().trim()
      ? this.t('requests.word-missing')
      : this.errorAt('/comment'),
  );
  protected readonly isSaidByFields = computed(
    () =>
      Object.keys(this.wrongGrants()).length > 0 || this.errorAt('/until') + this.errorAt('/comment') !== '',
  );

  constructor() {
    // The button that opened the form is gone: whoever types goes on here.
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    afterNextRender(() => host.querySelector<HTMLElement>('input, textarea')?.focus());
  }

  protected errorAt(pointer: string): string {
    if (this.refusal() === undefined) return '';
    return toApiProblem(this.refusal()).errors.find((error) => error.pointer === pointer)?.detail ?? '';
  }

  protected type(limits: SetLimits): void {
    this.typed.set(limits);
  }

  protected async decide(event: Event): Promise<void> {
    event.preventDefault();
    const isMissingWord = this.mode() === 'reject' && this.comment().trim() === '';
    this.isUrgent.set(true);
    if (this.isBusy() || this.isWrong() || this.isDayWrong() || isMissingWord) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      await (this.mode() === 'reject' ? this.reject() : this.approve());
      this.closed.emit(true);
    } catch (error) {
      this.refusal.set(error);
    } finally {
      this.isBusy.set(false);
    }
  }

  private reject(): Promise<unknown> {
    return this.client.reject(this.request().id, this.comment().trim());
  }

  private approve(): Promise<unknown> {
    const { id, want } = this.request();
    const typed = this.typed();
    const grant = typed && grantOf(want, typed);
    const day = this.day();
    const comment = this.comment().trim();
    return this.client.approve(id, {
      ...(grant && { grant }),
      ...(day !== undefined && { until: day ? this.school.endOf(day) : null }),
      ...(comment && { comment }),
    });
  }
}
