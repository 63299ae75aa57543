import { Component, computed, inject, signal } from '@angular/core';
import { validateStandardSchema } from '@angular/forms/signals';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { CreateRestorePoint, type RestorePoint, type Vm } from '@vm-manager/contracts';
import { FormTrouble } from '../../forms/form-trouble';
import { SentBy, SentForm } from '../../forms/sent-form';
import { TextField } from '../../forms/text-field';
import { Ago } from '../../i18n/ago';
import { injectSizes } from '../../i18n/sizes';
import { injectTranslate } from '../../i18n/translate';
import { Confirm } from '../../ui/confirm';
import { GhostRows } from '../../ui/ghost-rows';
import { Messages } from '../../ui/messages';
import { ProblemNote } from '../../ui/problem-note';
import { RestorePointsClient } from '../restore-points-client';
import { CurrentVm } from './current-vm';
import { RevertDialog } from './revert-dialog';

/** States of the machine that one can go back to. */
@Component({
  selector: 'vmm-restore-points-tab',
  imports: [
    ...[Ago, FormTrouble, GhostRows, MatButton, MatIcon, MatIconButton],
    ...[ProblemNote, SentBy, TextField],
  ],
  templateUrl: './restore-points-tab.html',
  styleUrl: './restore-points-tab.scss',
})
export class RestorePointsTab {
  protected readonly t = injectTranslate();
  private readonly client = inject(RestorePointsClient);
  private readonly current = inject(CurrentVm);
  private readonly dialogs = inject(MatDialog);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);
  private readonly sizes = injectSizes();
  protected readonly vm = this.current.vm;
  protected readonly points = this.client.of(this.current.id);
  protected readonly newestFirst = computed(() =>
    this.points.hasValue() ? this.points.value().toReversed() : [],
  );
  private readonly draft = signal({ name: '' });
  protected readonly form = new SentForm(this.draft, {
    name: 'restore-point',
    rules: (path) => validateStandardSchema(path, CreateRestorePoint),
    send: async ({ name }) => {
      await this.client.make(this.current.id(), name);
      this.draft.set({ name: '' });
      this.messages.tell(this.t('points.making', { name }));
    },
  });

  protected nameOf({ kind, name }: RestorePoint): string {
    return kind === 'initial' ? this.t('points.initial') : name;
  }

  protected verbOf({ kind }: RestorePoint) {
    return kind === 'initial' ? 'points.renew' : 'points.go-back';
  }

  protected sizeOf({ sizeMiB }: RestorePoint): string {
    return sizeMiB === 0 ? this.t('points.takes-nothing') : this.sizes.memory(sizeMiB);
  }

  protected goBack(vm: Vm, point: RestorePoint): void {
    this.dialogs.open(RevertDialog, { data: { vm, point, name: this.nameOf(point) } });
  }

  protected async remove(vm: Vm, point: RestorePoint): Promise<void> {
    const name = this.nameOf(point);
    const isSure = await this.confirm.ask({
      title: this.t('points.remove-title', { name }),
      text: this.t('points.remove-text'),
      verb: this.t('points.remove-verb'),
    });
    if (isSure) await this.messages.attempt(() => this.client.remove(vm.id, point.id));
  }
}
