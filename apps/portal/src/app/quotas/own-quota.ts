import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { QUOTA_DIMENSIONS } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { injectAmounts } from './amounts';
import { metersOf } from './dimensions';
import { QuotaBars } from './quota-bars';
import { QuotasClient } from './quotas-client';

/** One's own quota in one line. Nothing is shown to whom nothing limits; the line's room is kept while it loads. */
@Component({
  selector: 'vmm-own-quota',
  imports: [MatButton, MatIcon, QuotaBars, RouterLink],
  template: `
    @if (quota.hasValue()) {
      @if (isLimited()) {
        <section [class.open]="isOpen()" [class.alone]="!asks()" [attr.aria-label]="t('quota.mine')">
          <button
            class="fold"
            mat-button
            type="button"
            [attr.aria-expanded]="isOpen()"
            (click)="isOpen.set(!isOpen())"
          >
            {{ t('quota.mine') }} · {{ nearest() }}
            <mat-icon svgIcon="down" iconPositionEnd />
          </button>
          <vmm-quota-bars [usage]="quota.value().usage" [limits]="quota.value().effective" />
          @if (asks()) {
            <a mat-button routerLink="/demandes/nouvelle">{{ t('quota.ask') }}</a>
          }
        </section>
      }
    } @else if (quota.error()) {
      <section>
        <p class="muted">{{ t('quota.not-known') }}</p>
        <button mat-button type="button" (click)="quota.reload()">{{ t('common.retry') }}</button>
      </section>
    } @else {
      <section
        class="loading"
        [class.asks]="asks()"
        role="status"
        aria-busy="true"
        [attr.aria-label]="t('common.loading')"
      >
        <div class="skeleton"></div>
      </section>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    section {
      display: flex;
      align-items: center;
      gap: 8px 24px;
      min-height: 80px;
      margin-bottom: 24px;
      padding: 12px 12px 8px 20px;
      border: 1px solid var(--vmm-line);
      border-radius: var(--vmm-radius-card);
      background: var(--vmm-card);
    }
    vmm-quota-bars,
    p,
    .skeleton {
      flex: 1;
    }
    .skeleton {
      height: 40px;
      margin-right: 12px;
    }
    .alone {
      padding-right: 20px;
    }
    .fold {
      display: none;
    }
    @media (width < 960px) {
      section {
        flex-direction: column;
        align-items: stretch;
        padding: 16px;
      }
      vmm-quota-bars,
      .skeleton {
        flex: none;
        margin: 0;
      }
      .skeleton {
        height: var(--vmm-bars-height, 112px);
      }
      .loading.asks {
        padding-bottom: 60px;
      }
      a,
      button {
        align-self: flex-end;
        margin: 0 -12px -4px 0;
      }
    }
    @media (width < 640px) {
      section {
        min-height: 0;
        padding: 4px 16px;
      }
      section .fold {
        display: inline-flex;
        align-self: stretch;
        justify-content: space-between;
        margin: 0 -12px;

        mat-icon {
          transition: transform 150ms;
        }
      }
      .open .fold mat-icon {
        transform: rotate(180deg);
      }
      section:not(.open, .loading) > :is(vmm-quota-bars, a) {
        display: none;
      }
      .open {
        padding-bottom: 12px;
      }
      .skeleton {
        --vmm-bars-height: 32px;
      }
      .loading.asks {
        padding-bottom: 4px;
      }
    }
  `,
})
export class OwnQuota {
  /** Whether a link leads to asking for more. */
  readonly asks = input(true);
  protected readonly t = injectTranslate();
  protected readonly quota = inject(QuotasClient).own();
  /** On a phone the machines come first: the bars wait behind one line. */
  protected readonly isOpen = signal(false);
  private readonly amounts = injectAmounts();
  /** What there is least left of. */
  protected readonly nearest = computed(() => {
    const { usage, effective } = this.quota.value() ?? {};
    if (!usage || !effective) return '';
    const levels = metersOf(usage, effective).flatMap((meter) => [meter, meter.running ?? meter]);
    const share = ({ used, limit }: (typeof levels)[number]) =>
      limit === null ? -1 : used / Math.max(limit, 1);
    const level = levels.reduce((fullest, each) => (share(each) > share(fullest) ? each : fullest));
    return this.t('quota.nearest', {
      dimension: this.t(`quota.dimension.${level.dimension}`),
      figures: this.amounts.ofLimit(level.dimension, level.used, level.limit),
    });
  });
  protected readonly isLimited = computed(() => {
    const { effective } = this.quota.value() ?? {};
    return effective !== undefined && QUOTA_DIMENSIONS.some((dimension) => effective[dimension] !== null);
  });
}
