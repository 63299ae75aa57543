import { Service, computed, inject, signal } from '@angular/core';
import { type TreeValidationResult, form, submit, validateStandardSchema } from '@angular/forms/signals';
import { Router } from '@angular/router';
import { CreateRequest, type SetLimits } from '@vm-manager/contracts';
import { errorsOnFields } from '../forms/server-errors';
import { toApiProblem } from '../http/api-problem';
import { SchoolTime } from '../i18n/school-time';
import { injectTranslate } from '../i18n/translate';
import { type WrongAmounts, wrongAmounts } from '../quotas/wrong-amounts';
import { Session } from '../session/session';
import { Messages } from '../ui/messages';
import { RequestsClient } from './requests-client';

/** What both forms do alike; each provides its own. */
@Service({ autoProvided: false })
export class RequestSending {
  /** Why, and until which day: `2026-11-05`, empty for no end. */
  readonly form = form(
    signal({ reason: '', until: '' }),
    (path) => validateStandardSchema(path.reason, CreateRequest.shape.reason),
    { name: 'request' },
  );
  /** What was typed as a day is none. */
  readonly isDayWrong = signal(false);
  readonly isUrgent = signal(false);
  readonly isBusy = computed(() => this.form().submitting());
  readonly refusal = signal<unknown>(undefined);
  /** What the API finds wrong with the amounts. */
  readonly wrongAmounts = signal<WrongAmounts>({});
  private readonly client = inject(RequestsClient);
  private readonly router = inject(Router);
  private readonly messages = inject(Messages);
  private readonly session = inject(Session);
  private readonly school = inject(SchoolTime);
  private readonly t = injectTranslate();

  /** `isRight`: whether the amounts are, which the form of the request knows. */
  async send(
    want: SetLimits,
    { vmId, hasEnd, isRight }: { vmId?: string; hasEnd: boolean; isRight: boolean },
  ): Promise<void> {
    this.isUrgent.set(true);
    this.refusal.set(undefined);
    this.wrongAmounts.set({});
    this.form().markAsTouched();
    if (!isRight || (hasEnd && this.isDayWrong()) || this.isBusy()) return;
    await submit(this.form, { action: () => this.create(want, vmId, hasEnd) });
  }

  private async create(
    want: SetLimits,
    vmId: string | undefined,
    hasEnd: boolean,
  ): Promise<TreeValidationResult> {
    const { reason, until: day } = this.form().value();
    try {
      const until = hasEnd && day ? this.school.endOf(day) : null;
      await this.client.create({ ...(vmId && { vmId }), want, reason: reason.trim(), until });
      this.messages.tell(this.t('requests.sent'));
      await this.router.navigate([this.session.seesOthers() ? '/demandes/miennes' : '/demandes']);
      return undefined;
    } catch (error) {
      const problem = toApiProblem(error);
      this.wrongAmounts.set(wrongAmounts(problem, '/want'));
      const errors = errorsOnFields(this.form, problem);
      if (errors.length + Object.keys(this.wrongAmounts()).length === 0) this.refusal.set(problem);
      return errors;
    }
  }
}
