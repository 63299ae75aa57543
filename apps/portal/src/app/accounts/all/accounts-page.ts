import { Component, computed, inject } from '@angular/core';
import { HttpParams } from '@angular/common/http';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { Router, RouterLink } from '@angular/router';
import { type Account, AccountSource, Role } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import { decimal } from '../../i18n/format';
import { Languages } from '../../i18n/languages';
import { injectTranslate } from '../../i18n/translate';
import { BlankSlate } from '../../ui/blank-slate';
import { type Filter, FilterBar } from '../../ui/filter-bar';
import { GhostRows } from '../../ui/ghost-rows';
import { anyText, injectListUrl, oneOf } from '../../ui/list-url';
import { ProblemNote } from '../../ui/problem-note';
import { injectAccountRows } from './account-rows';
import { DirectoryNote } from './directory-note';
import { AccountTable } from './account-table';

const STATES = ['active', 'disabled', 'left'] as const;

/** Everyone who may sign in. Search, filters and order live in the URL. */
@Component({
  selector: 'vmm-accounts-page',
  imports: [
    AccountTable,
    BlankSlate,
    DirectoryNote,
    FilterBar,
    GhostRows,
    MatButton,
    MatIcon,
    ProblemNote,
    RouterLink,
  ],
  templateUrl: './accounts-page.html',
  styleUrl: './accounts-page.scss',
})
export class AccountsPage {
  protected readonly t = injectTranslate();
  private readonly router = inject(Router);
  private readonly dialogs = inject(MatDialog);
  private readonly languages = inject(Languages);

  protected readonly list = injectListUrl(
    {
      search: anyText(),
      role: oneOf(Role.options),
      source: oneOf(AccountSource.options),
      state: oneOf(STATES),
    },
    () => ['displayName', 'username', 'lastSignInAt'],
  );
  private readonly query = computed(() => ({
    ...this.list.query(),
    sort: this.list.sort(),
    order: this.list.isDescending() ? 'desc' : 'asc',
  }));
  protected readonly found = injectAccountRows(this.query);
  protected readonly csv = computed(
    () => `/api/users.csv?${new HttpParams({ fromObject: this.query() }).toString()}`,
  );
  protected readonly filters = computed<readonly Filter[]>(() => [
    {
      name: 'role',
      label: this.t('accounts.role'),
      choices: Role.options.map((value) => ({ value, text: this.t(`role.${value}`) })),
    },
    {
      name: 'source',
      label: this.t('accounts.source'),
      choices: AccountSource.options.map((value) => ({ value, text: this.t(`accounts.from.${value}`) })),
    },
    {
      name: 'state',
      label: this.t('accounts.state'),
      choices: STATES.map((value) => ({ value, text: this.t(`accounts.are.${value}`) })),
    },
  ]);

  protected figure(count: number): string {
    return decimal(count, this.languages.active());
  }

  protected async create(): Promise<void> {
    const { NewAccountDialog } = await import('./new-account-dialog');
    const dialog = this.dialogs.open<unknown, unknown, Account>(NewAccountDialog, { width: '520px' });
    const account = await firstValueFrom(dialog.afterClosed(), { defaultValue: undefined });
    if (account) await this.router.navigate(['/administration/comptes', account.id]);
  }
}
