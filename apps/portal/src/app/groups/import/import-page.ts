import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { Router, RouterLink } from '@angular/router';
import type { MemberImport } from '@vm-manager/contracts';
import { type CsvList, CsvSource } from '../../csv/csv-source';
import { injectTranslate } from '../../i18n/translate';
import { Session } from '../../session/session';
import { Messages } from '../../ui/messages';
import { GroupsClient } from '../groups-client';
import { ImportLines } from './import-lines';

/** Members from a file: what each line would do is shown first, and only then done, all or nothing. */
@Component({
  selector: 'vmm-import-page',
  imports: [CsvSource, ImportLines, MatButton, MatIcon, RouterLink],
  templateUrl: './import-page.html',
  styleUrl: './import-page.scss',
})
export class ImportPage {
  /** Route parameter: the group. */
  readonly id = input.required<string>();
  protected readonly t = injectTranslate();
  private readonly client = inject(GroupsClient);
  private readonly router = inject(Router);
  private readonly messages = inject(Messages);
  private readonly session = inject(Session);

  protected readonly group = this.client.one(this.id);
  protected readonly home = computed(() => [
    this.session.user()?.role === 'admin' ? '/administration/groupes' : '/classes',
    this.id(),
  ]);
  private list: CsvList | undefined;
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<unknown>(undefined);
  /** What a dry run said of the list as it is now. */
  protected readonly preview = signal<MemberImport | undefined>(undefined);
  protected readonly counts = computed(() => {
    const counts = { added: 0, invited: 0, changed: 0, unchanged: 0, refused: 0 };
    for (const { outcome } of this.preview()?.lines ?? []) counts[outcome]++;
    return counts;
  });
  protected readonly isWorthApplying = computed(() => {
    const { added, invited, changed, refused } = this.counts();
    return refused === 0 && added + invited + changed > 0;
  });

  protected forget(): void {
    this.preview.set(undefined);
    this.refusal.set(undefined);
  }

  protected async check(list: CsvList): Promise<void> {
    this.list = list;
    this.preview.set(await this.run(list, { dryRun: true }));
  }

  protected async apply(): Promise<void> {
    const result = this.list && (await this.run(this.list, { dryRun: false }));
    if (!result) return;
    // Something changed since the dry run: the lines say what.
    if (!result.applied) return this.preview.set(result);
    this.messages.tell(this.t('import.done'));
    await this.router.navigate(this.home());
  }

  private async run(
    { csv, ignoreUnknown }: CsvList,
    { dryRun }: { dryRun: boolean },
  ): Promise<MemberImport | undefined> {
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      return await this.client.import(this.id(), csv, { dryRun, ignoreUnknown });
    } catch (error) {
      this.refusal.set(error);
      return undefined;
    } finally {
      this.isBusy.set(false);
    }
  }
}
