import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { BinnedVm } from '@vm-manager/contracts';
import { Ago } from '../../i18n/ago';
import { injectSizes } from '../../i18n/sizes';
import { injectTranslate } from '../../i18n/translate';
import { BinDays } from '../../platform/bin-days';
import { Session } from '../../session/session';
import { BlankSlate } from '../../ui/blank-slate';
import { Confirm } from '../../ui/confirm';
import { GhostRows } from '../../ui/ghost-rows';
import { Messages } from '../../ui/messages';
import { ProblemNote } from '../../ui/problem-note';
import { DefaultClearingForm } from '../clearing/default-clearing-form';
import { BinClient } from './bin-client';

/** The machines that were deleted: each comes back by one click, until its time is over. */
@Component({
  selector: 'vmm-bin-page',
  imports: [
    Ago,
    BlankSlate,
    DefaultClearingForm,
    GhostRows,
    MatButton,
    MatIcon,
    MatIconButton,
    ProblemNote,
    RouterLink,
  ],
  templateUrl: './bin-page.html',
  styleUrl: './bin-page.scss',
})
export class BinPage {
  /** Route data: whether the rules stand beside it by which machines get here. */
  readonly ofAll = input(false);
  protected readonly t = injectTranslate();
  protected readonly sizes = injectSizes();
  private readonly client = inject(BinClient);
  private readonly session = inject(Session);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);
  private readonly binDays = inject(BinDays).days;
  protected readonly bin = this.client.list();
  protected readonly isBusy = signal(false);
  protected readonly mayEmpty = computed(
    () => this.session.user()?.role === 'admin' && this.bin.hasValue() && this.bin.value().length > 0,
  );
  protected readonly lead = computed(() =>
    this.binDays() > 0 ? this.t.count('bin.lead', this.binDays()) : this.t('bin.lead-off'),
  );

  protected isOwn({ owner }: BinnedVm): boolean {
    return owner.id === this.session.user()?.id;
  }

  protected async restore(vm: BinnedVm): Promise<void> {
    if (await this.run(() => this.client.restore(vm)))
      this.messages.tell(this.t('bin.restored', { name: vm.name }));
  }

  protected async remove(vm: BinnedVm): Promise<void> {
    const { name } = vm;
    const isSure = await this.confirm.ask({
      title: this.t('bin.remove-title', { name }),
      text: this.t('bin.remove-text', { name }),
      verb: this.t('bin.remove-verb', { name }),
    });
    if (isSure) await this.run(() => this.client.remove(vm));
  }

  protected async empty(): Promise<void> {
    const vms = this.bin.hasValue() ? this.bin.value() : [];
    const gib = vms.reduce((sum, { diskGiB }) => sum + diskGiB, 0);
    const isSure = await this.confirm.ask({
      title: this.t('bin.empty-title'),
      text: this.t('bin.empty-text', { size: this.sizes.disk(gib) }),
      names: vms.map(({ name, owner }) => this.t('console.whose', { name, owner: owner.displayName })),
      verb: this.t.count('bin.empty-verb', vms.length),
    });
    if (isSure) await this.run(() => this.client.empty());
  }

  /** Resolves to whether the API accepted it; the list is what the API says afterwards. */
  private async run(work: () => Promise<unknown>): Promise<boolean> {
    this.isBusy.set(true);
    const answer = await this.messages.attempt(work);
    this.isBusy.set(false);
    this.bin.reload();
    return answer !== undefined;
  }
}
