import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { DefaultQuota, type SetLimits } from '@vm-manager/contracts';
import { injectSentence } from '../http/sentence';
import { injectTranslate } from '../i18n/translate';
import { Messages } from '../ui/messages';
import { ProblemNote } from '../ui/problem-note';
import { LimitFields } from './limit-fields';
import { QuotasClient } from './quotas-client';

/** What everyone may use of whom nothing else is said; every amount is needed. */
@Component({
  selector: 'vmm-default-quota-form',
  imports: [LimitFields, MatButton, ProblemNote],
  template: `
    <section class="panel">
      <h2>{{ t('quota.default') }}</h2>
      <p class="lead">{{ t('quota.default-lead') }}</p>
      @if (quota.hasValue()) {
        <form (submit)="save($event)">
          <vmm-limit-fields
            [start]="quota.value()"
            (changed)="typed.set($event)"
            (wrongChanged)="isWrong.set($event)"
          />
          <div class="end">
            <p class="trouble" role="alert">
              @if (refusal(); as problem) {
                {{ sentence(problem) }}
              } @else if (!complete()) {
                {{ t('quota.all-needed') }}
              }
            </p>
            <button
              mat-flat-button
              type="submit"
              [disabled]="!complete() || !isChanged() || isBusy()"
              disabledInteractive
            >
              {{ t('common.save') }}
            </button>
          </div>
        </form>
      } @else if (quota.error(); as error) {
        <vmm-problem-note [error]="error" (retry)="quota.reload()" />
      } @else {
        <div class="skeleton" role="status" [attr.aria-label]="t('common.loading')"></div>
      }
    </section>
  `,
  styles: `
    .end {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: flex-end;
      gap: 8px;
      margin-top: 16px;
    }
    .trouble {
      flex: 1 1 240px;
    }
    .skeleton {
      height: 190px;
    }
  `,
})
export class DefaultQuotaForm {
  protected readonly t = injectTranslate();
  protected readonly sentence = injectSentence();
  private readonly client = inject(QuotasClient);
  private readonly messages = inject(Messages);
  protected readonly quota = this.client.byDefault();
  protected readonly typed = linkedSignal<SetLimits>(() => this.quota.value() ?? {});
  protected readonly isWrong = signal(false);
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<unknown>(undefined);
  protected readonly complete = computed(() => {
    const parsed = DefaultQuota.safeParse(this.typed());
    return parsed.success && !this.isWrong() ? parsed.data : undefined;
  });
  protected readonly isChanged = computed(
    () => JSON.stringify(this.complete()) !== JSON.stringify(DefaultQuota.safeParse(this.quota.value()).data),
  );

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const limits = this.complete();
    if (!limits || !this.isChanged() || this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      this.quota.set(await this.client.setDefault(limits));
      this.messages.tell(this.t('quota.saved'));
    } catch (error) {
      this.refusal.set(error);
    } finally {
      this.isBusy.set(false);
    }
  }
}
