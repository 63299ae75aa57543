import { Component, inject, signal } from '@angular/core';
import { validateStandardSchema } from '@angular/forms/signals';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { CreateGroup, type Group } from '@vm-manager/contracts';
import { FormDialog } from '../forms/form-dialog';
import { SentForm } from '../forms/sent-form';
import { TextField } from '../forms/text-field';
import { injectTranslate } from '../i18n/translate';
import { GroupsClient } from './groups-client';

/** Names a new group, or an old one anew when it is given one. Closes with the group. */
@Component({
  selector: 'vmm-group-name-dialog',
  imports: [FormDialog, TextField],
  template: `
    <vmm-form-dialog
      [form]="form"
      [title]="t(group ? 'groups.rename-title' : 'groups.create')"
      [verb]="t(group ? 'groups.rename' : 'groups.create-submit')"
    >
      <vmm-text-field [field]="form.fields.name" [label]="t('groups.group-name')" />
    </vmm-form-dialog>
  `,
})
export class GroupNameDialog {
  protected readonly group = inject<Group | null>(MAT_DIALOG_DATA, { optional: true });
  protected readonly t = injectTranslate();
  private readonly client = inject(GroupsClient);
  private readonly dialog = inject<MatDialogRef<GroupNameDialog, Group>>(MatDialogRef);
  protected readonly form = new SentForm(signal({ name: this.group?.name ?? '' }), {
    name: 'group-name',
    rules: (path) => validateStandardSchema(path, CreateGroup),
    send: async ({ name }) =>
      this.dialog.close(
        await (this.group ? this.client.rename(this.group.id, name) : this.client.create(name)),
      ),
    fieldOfCode: { 'name-taken': 'name' },
  });
}
