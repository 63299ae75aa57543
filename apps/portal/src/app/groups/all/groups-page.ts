import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { Router, RouterLink } from '@angular/router';
import type { Group } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import { Languages } from '../../i18n/languages';
import { injectTranslate } from '../../i18n/translate';
import { BlankSlate } from '../../ui/blank-slate';
import { FilterChoice } from '../../ui/filter-choice';
import { GhostRows } from '../../ui/ghost-rows';
import { ProblemNote } from '../../ui/problem-note';
import { SearchBox } from '../../ui/search-box';
import { SortHeader } from '../../ui/sort-header';
import { GroupsClient } from '../groups-client';
import { SORT_KEYS, type SortKey, viewedGroups } from './group-view';

/** All groups, for administrators. Search, filter and order live in the URL. */
@Component({
  selector: 'vmm-groups-page',
  imports: [
    BlankSlate,
    FilterChoice,
    GhostRows,
    MatButton,
    MatIcon,
    ProblemNote,
    RouterLink,
    SearchBox,
    SortHeader,
  ],
  templateUrl: './groups-page.html',
  styleUrl: './groups-page.scss',
})
export class GroupsPage {
  /** Query parameters. */
  readonly search = input<string>();
  readonly source = input<string>();
  readonly sort = input<string>();
  readonly order = input<string>();

  protected readonly t = injectTranslate();
  private readonly router = inject(Router);
  private readonly dialogs = inject(MatDialog);
  private readonly languages = inject(Languages);
  protected readonly groups = inject(GroupsClient).list();
  protected readonly all = computed(() => (this.groups.hasValue() ? this.groups.value() : []));
  protected readonly columns = SORT_KEYS;

  protected readonly view = computed(() => ({
    search: this.search() ?? '',
    source: (['manual', 'directory'] as const).find((source) => source === this.source()),
    sort: SORT_KEYS.find((key) => key === this.sort()) ?? ('name' as const),
    isDescending: this.order() === 'desc',
  }));
  protected readonly shown = computed(() => viewedGroups(this.all(), this.view(), this.languages.active()));
  protected readonly sources = computed(() =>
    (['manual', 'directory'] as const).map((value) => ({ value, text: this.t(`groups.source.${value}`) })),
  );

  protected titleOf(key: SortKey) {
    return `groups.column.${key}` as const;
  }

  protected go(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected sortBy(key: SortKey): void {
    const { sort, isDescending } = this.view();
    this.go({ sort: key, order: sort === key && !isDescending ? 'desc' : null });
  }

  protected async create(): Promise<void> {
    const { GroupNameDialog } = await import('../group-name-dialog');
    const dialog = this.dialogs.open<unknown, unknown, Group>(GroupNameDialog, { width: '440px' });
    const group = await firstValueFrom(dialog.afterClosed(), { defaultValue: undefined });
    if (group) await this.router.navigate(['/administration/groupes', group.id]);
  }
}
