import { Component, computed, input } from '@angular/core';
import type { BackupFolderState } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { BlankSlate } from '../ui/blank-slate';

/** Why the portal cannot look into the folder of backups, and who can do something about it. */
@Component({
  selector: 'vmm-closed-folder',
  imports: [BlankSlate],
  template: ` <vmm-blank-slate icon="hard-disk" [title]="t(titleKey())" [text]="t(textKey())" /> `,
})
export class ClosedFolder {
  readonly state = input.required<Exclude<BackupFolderState, 'readable'>>();
  protected readonly t = injectTranslate();
  protected readonly titleKey = computed(() => `backups.closed.${this.state()}.title` as const);
  protected readonly textKey = computed(() => `backups.closed.${this.state()}.text` as const);
}
