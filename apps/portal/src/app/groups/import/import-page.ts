import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatIcon } from '@angular/material/icon';
import { MatInput } from '@angular/material/input';
import { Router, RouterLink } from '@angular/router';
import type { MemberImport } from '@vm-manager/contracts';
import { injectReason } from '../../http/sentence';
import { injectTranslate } from '../../i18n/translate';
import { Session } from '../../session/session';
import { Messages } from '../../ui/messages';
import { GroupsClient } from '../groups-client';
import { decodeCsv } from './csv-file';
import { ImportLines } from './import-lines';

/** Members from a file: what each line would do is shown first, and only then done, all or nothing. */
@Component({
  selector: 'vmm-import-page',
  imports: [ImportLines, MatButton, MatCheckbox, MatFormField, MatIcon, MatInput, MatLabel, RouterLink],
  templateUrl: './import-page.html',
  styleUrl: './import-page.scss',
})
export class ImportPage {
  /** Route parameter: the group. */
  readonly id = input.required<string>();
  protected readonly t = injectTranslate();
  protected readonly reason = injectReason();
  private readonly client = inject(GroupsClient);
  private readonly router = inject(Router);
  private readonly messages = inject(Messages);
  private readonly session = inject(Session);

  protected readonly group = this.client.one(this.id);
  protected readonly home = computed(() => [
    this.session.user()?.role === 'admin' ? '/administration/groupes' : '/classes',
    this.id(),
  ]);
  protected readonly csv = signal('');
  /** As it was chosen, until someone types: its encoding is the portal's to find. */
  private readonly file = signal<ArrayBuffer | undefined>(undefined);
  protected readonly ignoreUnknown = signal(false);
  protected readonly isOver = signal(false);
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<unknown>(undefined);
  /** What a dry run said of the text as it is now. */
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

  protected type(text: string): void {
    this.csv.set(text);
    this.file.set(undefined);
    this.preview.set(undefined);
    this.refusal.set(undefined);
  }

  protected async take(files: FileList | null | undefined): Promise<void> {
    const file = files?.item(0);
    if (!file) return;
    const bytes = await file.arrayBuffer();
    this.type(decodeCsv(bytes));
    this.file.set(bytes);
    await this.check();
  }

  protected async drop(event: DragEvent): Promise<void> {
    event.preventDefault();
    this.isOver.set(false);
    await this.take(event.dataTransfer?.files);
  }

  protected over(event: DragEvent): void {
    event.preventDefault();
    this.isOver.set(true);
  }

  protected async leaveOutUnknown(isLeftOut: boolean): Promise<void> {
    this.ignoreUnknown.set(isLeftOut);
    if (this.csv().trim()) await this.check();
  }

  protected async check(): Promise<void> {
    this.preview.set(await this.run({ dryRun: true }));
  }

  protected async apply(): Promise<void> {
    const result = await this.run({ dryRun: false });
    if (!result) return;
    // Something changed since the dry run: the lines say what.
    if (!result.applied) return this.preview.set(result);
    this.messages.tell(this.t('import.done'));
    await this.router.navigate(this.home());
  }

  private async run(options: { dryRun: boolean }): Promise<MemberImport | undefined> {
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      return await this.client.import(this.id(), this.file() ?? this.csv(), {
        ...options,
        ignoreUnknown: this.ignoreUnknown(),
      });
    } catch (error) {
      this.refusal.set(error);
      return undefined;
    } finally {
      this.isBusy.set(false);
    }
  }
}
