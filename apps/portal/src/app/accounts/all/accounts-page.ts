import { Component, computed, inject, input } from '@angular/core';
import { HttpParams } from '@angular/common/http';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { Router, RouterLink } from '@angular/router';
import type { Account } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import { decimal } from '../../i18n/format';
import { Languages } from '../../i18n/languages';
import { injectTranslate } from '../../i18n/translate';
import { BlankSlate } from '../../ui/blank-slate';
import { FilterChoice } from '../../ui/filter-choice';
import { GhostRows } from '../../ui/ghost-rows';
import { ProblemNote } from '../../ui/problem-note';
import { SearchBox } from '../../ui/search-box';
import { type SortKey, isFiltered, readView, toQuery } from './account-query';
import { injectAccountRows } from './account-rows';
import { DirectoryNote } from './directory-note';
import { AccountTable } from './account-table';

/** Everyone who may sign in. Search, filters and order live in the URL. */
@Component({
  selector: 'vmm-accounts-page',
  imports: [
    AccountTable,
    BlankSlate,
    DirectoryNote,
    FilterChoice,
    GhostRows,
    MatButton,
    MatIcon,
    ProblemNote,
    RouterLink,
    SearchBox,
  ],
  templateUrl: './accounts-page.html',
  styleUrl: './accounts-page.scss',
})
export class AccountsPage {
  /** Query parameters, by the names that the API has for the same filters. */
  readonly search = input<string>();
  readonly role = input<string>();
  readonly source = input<string>();
  readonly state = input<string>();
  readonly sort = input<string>();
  readonly order = input<string>();

  protected readonly t = injectTranslate();
  private readonly router = inject(Router);
  private readonly dialogs = inject(MatDialog);
  private readonly languages = inject(Languages);

  protected readonly view = computed(() =>
    readView({
      search: this.search(),
      role: this.role(),
      source: this.source(),
      state: this.state(),
      sort: this.sort(),
      order: this.order(),
    }),
  );
  protected readonly isFiltered = computed(() => isFiltered(this.view()));
  private readonly query = computed(() => toQuery(this.view()));
  protected readonly found = injectAccountRows(this.query);
  protected readonly csv = computed(
    () => `/api/users.csv?${new HttpParams({ fromObject: this.query() }).toString()}`,
  );

  protected readonly roles = computed(() =>
    (['student', 'teacher', 'admin'] as const).map((value) => ({ value, text: this.t(`role.${value}`) })),
  );
  protected readonly sources = computed(() =>
    (['local', 'directory'] as const).map((value) => ({ value, text: this.t(`accounts.from.${value}`) })),
  );
  protected readonly states = computed(() =>
    (['active', 'disabled', 'left'] as const).map((value) => ({
      value,
      text: this.t(`accounts.are.${value}`),
    })),
  );

  protected figure(count: number): string {
    return decimal(count, this.languages.active());
  }

  protected go(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected sortBy(key: SortKey): void {
    const { sort, isDescending } = this.view();
    this.go({ sort: key, order: sort === key && !isDescending ? 'desc' : null });
  }

  protected clear(): void {
    this.go({ search: null, role: null, source: null, state: null });
  }

  protected async create(): Promise<void> {
    const { NewAccountDialog } = await import('./new-account-dialog');
    const dialog = this.dialogs.open<unknown, unknown, Account>(NewAccountDialog, { width: '520px' });
    const account = await firstValueFrom(dialog.afterClosed(), { defaultValue: undefined });
    if (account) await this.router.navigate(['/administration/comptes', account.id]);
  }
}
