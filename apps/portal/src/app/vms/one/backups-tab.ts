import { Component, inject } from '@angular/core';
import { BackupsClient } from '../../backups/backups-client';
import { ClosedFolder } from '../../backups/closed-folder';
import { KeptMachineList } from '../../backups/kept-machine-list';
import { injectTranslate } from '../../i18n/translate';
import { BlankSlate } from '../../ui/blank-slate';
import { GhostRows } from '../../ui/ghost-rows';
import { ProblemNote } from '../../ui/problem-note';
import { CurrentVm } from './current-vm';

/** What backups have of the machine, for teachers and administrators. */
@Component({
  selector: 'vmm-backups-tab',
  imports: [BlankSlate, ClosedFolder, GhostRows, KeptMachineList, ProblemNote],
  template: `
    @if (backups.hasValue()) {
      @let kept = backups.value();
      @if (kept.folder !== 'readable') {
        <vmm-closed-folder [state]="kept.folder" />
      } @else if (kept.machines.length === 0) {
        <vmm-blank-slate icon="history" [title]="t('backups.none-title')" [text]="t('backups.none-text')" />
      } @else {
        <p class="lead muted">{{ t('backups.lead') }}</p>
        <vmm-kept-machine-list [machines]="kept.machines" />
      }
    } @else if (backups.error(); as error) {
      <vmm-problem-note [error]="error" (retry)="backups.reload()" />
    } @else {
      <vmm-ghost-rows [count]="3" />
    }
  `,
  styles: `
    .lead {
      max-width: 70ch;
      margin: 0 0 16px;
    }
  `,
})
export class BackupsTab {
  protected readonly t = injectTranslate();
  protected readonly backups = inject(BackupsClient).ofVm(inject(CurrentVm).id);
}
