import { Component, input } from '@angular/core';
import { Ago } from '../../i18n/ago';
import { injectTranslate } from '../../i18n/translate';
import type { Selection } from '../../ui/selection';
import type { ListOrder } from '../../ui/list-url';
import { SortHeader } from '../../ui/sort-header';
import { VmLight } from '../../vms/vm-light';
import type { ClassLine } from './class-line';
import { MemberChips, MemberWho } from './member-who';

/** A class at a glance: one line for each student, with the states of their machines. */
@Component({
  selector: 'vmm-class-table',
  imports: [Ago, MemberChips, MemberWho, SortHeader, VmLight],
  templateUrl: './class-table.html',
  styleUrl: './class-table.scss',
})
export class ClassTable {
  readonly lines = input.required<readonly ClassLine[]>();
  readonly selection = input.required<Selection<ClassLine>>();
  readonly isAdmin = input(false);
  readonly order = input.required<ListOrder>();
  protected readonly t = injectTranslate();
}
