import { Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { Limits, SetLimits, Usage } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { injectAmounts } from './amounts';
import { type Level, type Meter, after, isBroken, isFull, metersOf, share } from './dimensions';

/**
 * What someone uses of what they may use: the dark part of a bar runs, the lighter part exists, the striped part is what a
 * change would add. All that a bar says stands in figures beside it.
 */
@Component({
  selector: 'vmm-quota-bars',
  imports: [MatIcon],
  host: { '[class.small]': 'small()' },
  templateUrl: './quota-bars.html',
  styleUrl: './quota-bars.scss',
})
export class QuotaBars {
  readonly usage = input.required<Usage>();
  readonly limits = input.required<Limits>();
  readonly adds = input<SetLimits>({});
  /** In tables: without the line of what runs. */
  readonly small = input(false);
  protected readonly t = injectTranslate();
  protected readonly amounts = injectAmounts();
  protected readonly meters = computed(() => metersOf(this.usage(), this.limits(), this.adds()));
  protected readonly share = share;
  protected readonly isFull = isFull;
  protected readonly isBroken = isBroken;

  /** Whether usage is above the limit already, which may have been lowered. */
  protected isOver({ used, limit }: Level): boolean {
    return limit !== null && used > limit;
  }

  protected figure(level: Level): string {
    return this.amounts.ofLimit(level.dimension, after(level), level.limit);
  }

  protected runningShare({ running, limit }: Meter): number {
    return running ? share(running.used, limit) : 0;
  }

  protected addsShare({ used, adds, limit }: Meter): number {
    return share(used + adds, limit) - share(used, limit);
  }
}
