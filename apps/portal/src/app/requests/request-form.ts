import { computed, inject, signal } from '@angular/core';
import { validate, validateStandardSchema } from '@angular/forms/signals';
import { Router } from '@angular/router';
import { CreateRequest, type SetLimits } from '@vm-manager/contracts';
import { SentForm } from '../forms/sent-form';
import { SchoolTime } from '../i18n/school-time';
import { injectTranslate } from '../i18n/translate';
import { wrongAmounts } from '../quotas/wrong-amounts';
import { Session } from '../session/session';
import { Messages } from '../ui/messages';
import { RequestsClient } from './requests-client';

interface Wish {
  readonly want: () => SetLimits;
  /** Whether the amounts are right. */
  readonly isRight: () => boolean;
  readonly vmId?: () => string;
  /** A disk alone never goes back, so it has no end. */
  readonly hasEnd?: () => boolean;
}

/** What both requests are sent with: why, and until which day, `2026-11-05`, empty for no end. Call in an injection context. */
export function injectRequestForm({ want, isRight, vmId, hasEnd = () => true }: Wish) {
  const client = inject(RequestsClient);
  const router = inject(Router);
  const messages = inject(Messages);
  const session = inject(Session);
  const school = inject(SchoolTime);
  const t = injectTranslate();
  /** What was typed as a day is none. */
  const isDayWrong = signal(false);

  const form = new SentForm(signal({ reason: '', until: '' }), {
    name: 'request',
    rules: (path) => {
      validateStandardSchema(path.reason, CreateRequest.shape.reason);
      validate(path, () => (isRight() && !(hasEnd() && isDayWrong()) ? undefined : { kind: 'beside' }));
    },
    send: async ({ reason, until: day }) => {
      const until = hasEnd() && day ? school.endOf(day) : null;
      await client.create({ ...(vmId && { vmId: vmId() }), want: want(), reason: reason.trim(), until });
      messages.tell(t('requests.sent'));
      await router.navigate([session.seesOthers() ? '/demandes/miennes' : '/demandes']);
    },
    isSaidBeside: (problem) => Object.keys(wrongAmounts(problem, '/want')).length > 0,
  });
  /** What the API finds wrong with the amounts. */
  const refusedAmounts = computed(() => wrongAmounts(form.refusal(), '/want'));
  return { form, isDayWrong, refusedAmounts };
}
