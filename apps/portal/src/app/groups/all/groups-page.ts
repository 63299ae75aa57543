import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { Router, RouterLink } from '@angular/router';
import { type Group, GroupSource } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import { Languages } from '../../i18n/languages';
import { injectTranslate } from '../../i18n/translate';
import { BlankSlate } from '../../ui/blank-slate';
import { type Filter, FilterBar } from '../../ui/filter-bar';
import { GhostRows } from '../../ui/ghost-rows';
import { anyText, injectListUrl, oneOf } from '../../ui/list-url';
import { ProblemNote } from '../../ui/problem-note';
import { SortHeader } from '../../ui/sort-header';
import { GroupsClient } from '../groups-client';
import { SORT_KEYS, type SortKey, viewedGroups } from './group-view';

/** All groups, for administrators. Search, filter and order live in the URL. */
@Component({
  selector: 'vmm-groups-page',
  imports: [BlankSlate, FilterBar, GhostRows, MatButton, MatIcon, ProblemNote, RouterLink, SortHeader],
  templateUrl: './groups-page.html',
  styleUrl: './groups-page.scss',
})
export class GroupsPage {
  protected readonly t = injectTranslate();
  private readonly router = inject(Router);
  private readonly dialogs = inject(MatDialog);
  private readonly languages = inject(Languages);
  protected readonly groups = inject(GroupsClient).list();
  protected readonly all = computed(() => (this.groups.hasValue() ? this.groups.value() : []));
  protected readonly columns = SORT_KEYS;

  protected readonly list = injectListUrl(
    { search: anyText(), source: oneOf(GroupSource.options) },
    () => SORT_KEYS,
  );
  protected readonly shown = computed(() =>
    viewedGroups(this.all(), this.list.view(), this.languages.active()),
  );
  protected readonly filters = computed<readonly Filter[]>(() => [
    {
      name: 'source',
      label: this.t('groups.column.source'),
      choices: GroupSource.options.map((value) => ({ value, text: this.t(`groups.source.${value}`) })),
    },
  ]);

  protected titleOf(key: SortKey) {
    return `groups.column.${key}` as const;
  }

  protected async create(): Promise<void> {
    const { GroupNameDialog } = await import('../group-name-dialog');
    const dialog = this.dialogs.open<unknown, unknown, Group>(GroupNameDialog, { width: '440px' });
    const group = await firstValueFrom(dialog.afterClosed(), { defaultValue: undefined });
    if (group) await this.router.navigate(['/administration/groupes', group.id]);
  }
}
