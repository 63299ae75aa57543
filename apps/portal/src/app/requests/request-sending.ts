import { Service, inject, signal } from '@angular/core';
import { Router } from '@angular/router';
import { REASON_LENGTH, type SetLimits } from '@vm-manager/contracts';
import { SchoolTime } from '../i18n/school-time';
import { injectTranslate } from '../i18n/translate';
import { Session } from '../session/session';
import { Messages } from '../ui/messages';
import { RequestsClient } from './requests-client';

/** What both forms do alike; each provides its own. */
@Service({ autoProvided: false })
export class RequestSending {
  readonly reason = signal('');
  readonly day = signal('');
  readonly isUrgent = signal(false);
  readonly isBusy = signal(false);
  readonly refusal = signal<unknown>(undefined);
  private readonly client = inject(RequestsClient);
  private readonly router = inject(Router);
  private readonly messages = inject(Messages);
  private readonly session = inject(Session);
  private readonly school = inject(SchoolTime);
  private readonly t = injectTranslate();

  async send(want: SetLimits, { vmId, hasEnd }: { vmId?: string; hasEnd: boolean }): Promise<void> {
    this.isUrgent.set(true);
    this.refusal.set(undefined);
    const reason = this.reason().trim();
    if (Object.keys(want).length === 0 || reason.length < REASON_LENGTH.min || this.isBusy()) return;
    this.isBusy.set(true);
    try {
      const until = hasEnd && this.day() ? this.school.endOf(this.day()) : null;
      await this.client.create({ ...(vmId && { vmId }), want, reason, until });
      this.messages.tell(this.t('requests.sent'));
      await this.router.navigate([this.session.seesOthers() ? '/demandes/miennes' : '/demandes']);
    } catch (error) {
      this.refusal.set(error);
    } finally {
      this.isBusy.set(false);
    }
  }
}
