import { Component, input, output } from '@angular/core';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { Ago } from '../../i18n/ago';
import { injectTranslate } from '../../i18n/translate';
import type { Selection } from '../../ui/selection';
import { SortHeader } from '../../ui/sort-header';
import { VmLight } from '../../vms/vm-light';
import type { ClassLine, SortKey } from './class-line';

/** A class at a glance: one line for each student, with the states of their machines. */
@Component({
  selector: 'vmm-class-table',
  imports: [Ago, MatCheckbox, MatIcon, RouterLink, SortHeader, VmLight],
  templateUrl: './class-table.html',
  styleUrl: './class-table.scss',
})
export class ClassTable {
  readonly lines = input.required<readonly ClassLine[]>();
  readonly selection = input.required<Selection<ClassLine>>();
  readonly isAdmin = input(false);
  readonly sort = input.required<SortKey>();
  readonly isDescending = input(false);
  readonly sortBy = output<SortKey>();
  protected readonly t = injectTranslate();

  /** A colleague's own page is not for colleagues. */
  protected leads({ teaches, user }: ClassLine): boolean {
    return this.isAdmin() || (!teaches && user.role === 'student');
  }
}
