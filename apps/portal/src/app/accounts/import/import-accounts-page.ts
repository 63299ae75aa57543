import { Component, DOCUMENT, computed, inject, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { Router, RouterLink } from '@angular/router';
import type { AccountImport, ImportedAccount } from '@vm-manager/contracts';
import { CsvImport } from '../../csv/csv-import';
import type { CsvList } from '../../csv/csv-source';
import { injectTranslate } from '../../i18n/translate';
import { Confirm } from '../../ui/confirm';
import { AccountsClient } from '../accounts-client';
import { SignInCards } from './sign-in-cards';

/** Accounts from a file, then their first passwords on paper. */
@Component({
  selector: 'vmm-import-accounts-page',
  imports: [CsvImport, MatButton, MatIcon, RouterLink, SignInCards],
  templateUrl: './import-accounts-page.html',
  styleUrl: './import-accounts-page.scss',
  host: { '(window:beforeunload)': 'askToStay($event)' },
})
export class ImportAccountsPage {
  protected readonly t = injectTranslate();
  private readonly client = inject(AccountsClient);
  private readonly router = inject(Router);
  private readonly confirm = inject(Confirm);
  private readonly window = inject(DOCUMENT).defaultView;

  private readonly import = viewChild<CsvImport<AccountImport>>('import');
  /**
   * The accounts that the import made, with their passwords, which only this page knows. Empty when somebody else has
   * imported the same ones first.
   */
  protected readonly made = signal<readonly ImportedAccount[]>([]);
  protected readonly columns = computed(() => [
    {
      title: this.t('accounts.role'),
      text: ({ role }: ImportedAccount) => (role ? this.t(`role.${role}`) : ''),
    },
    {
      title: this.t('account-import.groups'),
      text: ({ groups }: ImportedAccount) => groups.join(', '),
    },
  ]);
  protected readonly call = ({ csv, ignoreUnknown }: CsvList, dryRun: boolean) =>
    this.client.import(csv, { dryRun, ignoreUnknown });

  protected finish({ lines }: AccountImport): void {
    this.made.set(lines.filter(({ password }) => password !== null));
  }

  protected print(): void {
    this.window?.print();
  }

  protected leave(): void {
    void this.router.navigate(['/administration/comptes']);
  }

  /** Whoever leaves loses the passwords, also those that are on their way. */
  mayLeave(): boolean | Promise<boolean> {
    if (!this.wouldLose()) return true;
    return this.confirm.ask({
      title: this.t('account-import.leave-title'),
      text: this.t('account-import.leave-text'),
      verb: this.t('account-import.leave'),
    });
  }

  protected askToStay(event: Event): void {
    if (this.wouldLose()) event.preventDefault();
  }

  private wouldLose(): boolean {
    return this.made().length > 0 || this.import()?.isApplying() === true;
  }
}
