import { Component, input } from '@angular/core';
import type { BackupFolderState } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { BlankSlate } from '../ui/blank-slate';

/** Why the portal cannot look into the folder of backups, and who can do something about it. */
@Component({
  selector: 'vmm-closed-folder',
  imports: [BlankSlate],
  template: `
    <vmm-blank-slate
      icon="hard-disk"
      [title]="t(\`backups.closed.\${state()}.title\`)"
      [text]="t(\`backups.closed.\${state()}.text\`)"
    />
  `,
})
export class ClosedFolder {
  readonly state = input.required<Exclude<BackupFolderState, 'readable'>>();
  protected readonly t = injectTranslate();
}
