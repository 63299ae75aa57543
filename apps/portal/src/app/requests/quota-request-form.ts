import { Component, computed, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { QUOTA_DIMENSIONS, type Quota, type SetLimits } from '@vm-manager/contracts';
import { FormEnd } from '../forms/form-end';
import { SentBy } from '../forms/sent-form';
import { injectTranslate } from '../i18n/translate';
import { injectAmounts } from '../quotas/amounts';
import { LimitFields } from '../quotas/limit-fields';
import { QuotaBars } from '../quotas/quota-bars';
import type { WrongAmounts } from '../quotas/wrong-amounts';
import { ReasonFields } from './reason-fields';
import { injectRequestForm } from './request-form';
import { largerThan } from './wish';

/** A larger quota: the amounts wished for, of those that are limited. */
@Component({
  selector: 'vmm-quota-request-form',
  imports: [FormEnd, LimitFields, MatButton, QuotaBars, ReasonFields, RouterLink, SentBy],
  templateUrl: './quota-request-form.html',
  styleUrl: './request-form.scss',
})
export class QuotaRequestForm {
  readonly quota = input.required<Quota>();
  protected readonly t = injectTranslate();
  private readonly amounts = injectAmounts();
  protected readonly start: SetLimits = {};
  protected readonly typed = signal<SetLimits>({});
  protected readonly isWrong = signal(false);
  protected readonly dimensions = computed(() =>
    QUOTA_DIMENSIONS.filter((dimension) => this.quota().effective[dimension] !== null),
  );
  protected readonly hints = computed(() =>
    Object.fromEntries(
      this.dimensions().map((dimension) => [
        dimension,
        this.t('quota.now', { amount: this.amounts.text(dimension, this.quota().effective[dimension] ?? 0) }),
      ]),
    ),
  );
  protected readonly want = computed(() => largerThan(this.quota().effective, this.typed()));
  protected readonly isEmpty = computed(() => Object.keys(this.want()).length === 0);
  /** As it would be. */
  protected readonly wished = computed(() => ({ ...this.quota().effective, ...this.want() }));
  private readonly smaller = computed(() =>
    this.dimensions().filter((dimension) => {
      const amount = this.typed()[dimension];
      return typeof amount === 'number' && amount <= (this.quota().effective[dimension] ?? 0);
    }),
  );
  protected readonly request = injectRequestForm({
    want: this.want,
    isRight: () => this.smaller().length === 0 && !this.isWrong() && !this.isEmpty(),
  });
  /** Nothing asked is said where one would begin to ask. */
  protected readonly wrong = computed<WrongAmounts>(() => {
    const [first] = this.dimensions();
    if (
      this.request.form.wasSent() &&
      this.isEmpty() &&
      this.smaller().length === 0 &&
      !this.isWrong() &&
      first
    )
      return { [first]: this.t('requests.nothing-asked') };
    const smaller = this.smaller().map((dimension) => [dimension, this.t('requests.not-larger')] as const);
    return { ...this.request.refusedAmounts(), ...Object.fromEntries(smaller) };
  });
  protected readonly wrongCount = computed(
    () => Object.keys(this.wrong()).length + Number(this.isWrong()) + Number(this.request.isDayWrong()),
  );
}
