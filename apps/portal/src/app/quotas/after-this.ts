import { Component, computed, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { Limits, SetLimits, Usage } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { injectAmounts } from './amounts';
import { ALLOCATED, after, brokenLevels, metersOf } from './dimensions';
import { QuotaBars } from './quota-bars';

/** What a change would mean while it is being chosen: the bars after it, the limits it would break, and the way to more. */
@Component({
  selector: 'vmm-after-this',
  imports: [MatButton, MatIcon, QuotaBars, RouterLink],
  template: `
    @if (isLimited()) {
      <h3>{{ title() }}</h3>
      <vmm-quota-bars [usage]="usage()" [limits]="limits()" [adds]="adds()" />
      <div class="says" role="status">
        @if (broken().length > 0) {
          <p>
            <mat-icon svgIcon="error" aria-hidden="true" />
            <span>{{ sentence() }} {{ t(breaksRunningOnly() ? 'quota.ways-running' : 'quota.ways') }}</span>
          </p>
          <ng-content />
          <a
            mat-button
            routerLink="/machines"
            [queryParams]="breaksRunningOnly() ? { state: 'running' } : {}"
            >{{ t(breaksRunningOnly() ? 'quota.switch-one-off' : 'quota.delete-one') }}</a
          >
          <a matButton="tonal" routerLink="/demandes/nouvelle" [queryParams]="askParams()">{{
            t('quota.ask')
          }}</a>
        }
      </div>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    h3 {
      margin: 20px 0 8px;
      font-size: var(--vmm-size-body);
      font-weight: 650;
    }
    .says {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 16px;
      min-height: 44px;
      margin-top: 8px;
    }
    p {
      display: flex;
      flex: 1 1 260px;
      gap: 8px;
      color: var(--vmm-failed);
    }
    p mat-icon {
      width: 20px;
      height: 20px;
    }
    @media (width < 640px) {
      .says {
        min-height: 0;
      }
    }
  `,
})
export class AfterThis {
  readonly usage = input.required<Usage>();
  readonly limits = input.required<Limits>();
  readonly adds = input.required<SetLimits>();
  readonly title = input.required<string>();
  /** The machine to ask more for; without one, a larger quota. */
  readonly vmId = input<string>();
  protected readonly t = injectTranslate();
  private readonly amounts = injectAmounts();
  protected readonly isLimited = computed(() => ALLOCATED.some((each) => this.limits()[each] !== null));
  protected readonly broken = computed(() =>
    brokenLevels(metersOf(this.usage(), this.limits(), this.adds())),
  );
  /** What exists would fit, it only may not all run: there is more that one can do. */
  readonly breaksRunningOnly = computed(
    () => this.broken().length > 0 && this.broken().every(({ dimension }) => dimension.startsWith('running')),
  );
  protected readonly askParams = computed(() => (this.vmId() ? { vm: this.vmId() } : {}));
  protected readonly sentence = computed(() =>
    this.t('quota.would-break', {
      parts: this.amounts.list(
        this.broken().map((level) =>
          this.t('quota.would-break-part', {
            dimension: this.t(`quota.of-dimension.${level.dimension}`),
            figures: this.amounts.ofLimit(level.dimension, after(level), level.limit),
          }),
        ),
      ),
    }),
  );
}
