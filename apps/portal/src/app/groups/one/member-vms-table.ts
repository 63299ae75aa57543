import { Component, inject, input } from '@angular/core';
import type { Vm } from '@vm-manager/contracts';
import { Ago } from '../../i18n/ago';
import { percent } from '../../i18n/format';
import { Languages } from '../../i18n/languages';
import { injectTranslate } from '../../i18n/translate';
import type { Selection } from '../../ui/selection';
import type { ListOrder } from '../../ui/list-url';
import { SortHeader } from '../../ui/sort-header';
import { summaryOf } from '../../measurements/curves';
import { Sparkline } from '../../measurements/sparkline';
import { VmLight } from '../../vms/vm-light';
import type { MemberLine } from './member-line';
import { MemberChips, MemberWho } from './member-who';

/** A class at a glance: one line for each student, with the states of their machines. */
@Component({
  selector: 'vmm-member-vms-table',
  imports: [Ago, MemberChips, MemberWho, SortHeader, Sparkline, VmLight],
  templateUrl: './member-vms-table.html',
  styleUrl: './member-vms-table.scss',
})
export class MemberVmsTable {
  readonly lines = input.required<readonly MemberLine[]>();
  readonly selection = input.required<Selection<MemberLine>>();
  /** How busy machines were in the last hour, by their id. */
  readonly activity = input<ReadonlyMap<string, readonly (number | null)[]>>(new Map());
  readonly isAdmin = input(false);
  readonly order = input.required<ListOrder>();
  protected readonly t = injectTranslate();
  private readonly languages = inject(Languages);

  protected busy({ name }: Vm, cpu: readonly (number | null)[]): string {
    const { now, most } = summaryOf(cpu) ?? { now: 0, most: 0 };
    const inWords = (share: number) => percent(share, this.languages.active());
    return this.t('measurements.busy', { name, now: inWords(now), most: inWords(most) });
  }
}
