import { Component, DOCUMENT, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { Router, RouterLink } from '@angular/router';
import type { AccountImport, ImportedAccount } from '@vm-manager/contracts';
import { type CsvList, CsvSource } from '../../csv/csv-source';
import { injectTranslate } from '../../i18n/translate';
import { Confirm } from '../../ui/confirm';
import { AccountsClient } from '../accounts-client';
import { AccountLines } from './account-lines';
import { SignInCards } from './sign-in-cards';

/** Accounts from a file: what each line would do, then all of them at once, then their first passwords on paper. */
@Component({
  selector: 'vmm-import-accounts-page',
  imports: [AccountLines, CsvSource, MatButton, MatIcon, RouterLink, SignInCards],
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

  private list: CsvList | undefined;
  protected readonly isBusy = signal(false);
  private readonly isMaking = signal(false);
  protected readonly refusal = signal<unknown>(undefined);
  /** What a dry run said of the list as it is now. */
  protected readonly preview = signal<AccountImport | undefined>(undefined);
  /** Whom the import made, with their passwords: only this page knows them. */
  protected readonly made = signal<readonly ImportedAccount[] | undefined>(undefined);
  protected readonly counts = computed(() => {
    const counts = { created: 0, unchanged: 0, refused: 0 };
    for (const { outcome } of this.preview()?.lines ?? []) counts[outcome]++;
    return counts;
  });
  protected readonly isWorthApplying = computed(
    () => this.counts().refused === 0 && this.counts().created > 0,
  );

  protected forget(): void {
    this.preview.set(undefined);
    this.refusal.set(undefined);
  }

  protected async check(list: CsvList): Promise<void> {
    this.list = list;
    this.preview.set(await this.run(list, { dryRun: true }));
  }

  protected async apply(): Promise<void> {
    this.isMaking.set(true);
    const result = this.list && (await this.run(this.list, { dryRun: false }));
    this.isMaking.set(false);
    if (!result) return;
    // Something changed since the dry run: the lines say what.
    if (!result.applied) return this.preview.set(result);
    const made = result.lines.filter(({ password }) => password !== null);
    // Someone else imported the same meanwhile.
    if (made.length === 0) return this.preview.set(result);
    this.made.set(made);
  }

  protected print(): void {
    this.window?.print();
  }

  protected finish(): void {
    void this.router.navigate(['/administration/comptes']);
  }

  /** Whoever leaves loses the passwords, also those that are on their way. */
  mayLeave(): boolean | Promise<boolean> {
    if (!this.made() && !this.isMaking()) return true;
    return this.confirm.ask({
      title: this.t('account-import.leave-title'),
      text: this.t('account-import.leave-text'),
      verb: this.t('account-import.leave'),
    });
  }

  protected askToStay(event: Event): void {
    if (this.made() || this.isMaking()) event.preventDefault();
  }

  private async run(
    { csv, ignoreUnknown }: CsvList,
    { dryRun }: { dryRun: boolean },
  ): Promise<AccountImport | undefined> {
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      return await this.client.import(csv, { dryRun, ignoreUnknown });
    } catch (error) {
      this.refusal.set(error);
      return undefined;
    } finally {
      this.isBusy.set(false);
    }
  }
}
