import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { DefaultQuota, type SetLimits } from '@vm-manager/contracts';
import { FormEnd } from '../forms/form-end';
import { SentBy, SentForm } from '../forms/sent-form';
import { injectTranslate } from '../i18n/translate';
import { Messages } from '../ui/messages';
import { ProblemNote } from '../ui/problem-note';
import { LimitFields } from './limit-fields';
import { QuotasClient } from './quotas-client';

/** The quota of everyone who has no other; every amount is needed. */
@Component({
  selector: 'vmm-default-quota-form',
  imports: [FormEnd, LimitFields, ProblemNote, SentBy],
  template: `
    <section class="panel">
      <h2>{{ t('quota.default') }}</h2>
      <p class="lead">{{ t('quota.default-lead') }}</p>
      @if (quota.hasValue()) {
        <form [vmmSent]="form">
          <vmm-limit-fields
            [start]="quota.value()"
            (changed)="typed.set($event)"
            (wrongChanged)="isWrong.set($event)"
          />
          <vmm-form-end
            [form]="form"
            [verb]="t('common.save')"
            [note]="complete() ? '' : t('quota.all-needed')"
          />
        </form>
      } @else if (quota.error(); as error) {
        <vmm-problem-note [error]="error" (retry)="quota.reload()" />
      } @else {
        <div class="skeleton" role="status" [attr.aria-label]="t('common.loading')"></div>
      }
    </section>
  `,
  styles: `
    vmm-form-end {
      margin-top: 16px;
    }
    .skeleton {
      height: 190px;
    }
  `,
})
export class DefaultQuotaForm {
  protected readonly t = injectTranslate();
  private readonly client = inject(QuotasClient);
  private readonly messages = inject(Messages);
  protected readonly quota = this.client.byDefault();
  protected readonly typed = linkedSignal<SetLimits>(() => this.quota.value() ?? {});
  protected readonly isWrong = signal(false);
  protected readonly complete = computed(() => {
    const parsed = DefaultQuota.safeParse(this.typed());
    return parsed.success && !this.isWrong() ? parsed.data : undefined;
  });
  protected readonly form = new SentForm(signal({}), {
    isReady: () => JSON.stringify(this.complete() ?? this.saved()) !== JSON.stringify(this.saved()),
    send: async () => {
      const limits = this.complete();
      if (!limits) return;
      this.quota.set(await this.client.setDefault(limits));
      this.messages.tell(this.t('quota.saved'));
    },
  });
  private readonly saved = computed(() => DefaultQuota.safeParse(this.quota.value()).data);
}
