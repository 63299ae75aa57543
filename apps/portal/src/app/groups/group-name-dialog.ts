import { Component, inject, signal } from '@angular/core';
import {
  FormField,
  FormRoot,
  type TreeValidationResult,
  form,
  validateStandardSchema,
} from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { CreateGroup, type Group } from '@vm-manager/contracts';
import { injectFieldSentence } from '../forms/field-sentence';
import { errorsOnFields } from '../forms/server-errors';
import { toApiProblem } from '../http/api-problem';
import { injectSentence } from '../http/sentence';
import { injectTranslate } from '../i18n/translate';
import { GroupsClient } from './groups-client';

/** Names a new group, or an old one anew when it is given one. Closes with the group. */
@Component({
  selector: 'vmm-group-name-dialog',
  imports: [FormField, FormRoot, MatButton, MatDialogModule, MatError, MatFormField, MatInput, MatLabel],
  template: `
    <form [formRoot]="form">
      <h2 mat-dialog-title>{{ t(group ? 'groups.rename-title' : 'groups.create') }}</h2>
      <mat-dialog-content>
        <mat-form-field>
          <mat-label>{{ t('groups.group-name') }}</mat-label>
          <input matInput [formField]="form.name" autocomplete="off" />
          @if (form.name().touched() && form.name().invalid()) {
            <mat-error>{{ sentence(form.name()) }}</mat-error>
          }
        </mat-form-field>
        <p class="trouble" role="alert">
          @if (refusal(); as problem) {
            {{ problemSentence(problem) }}
          }
        </p>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button mat-button type="button" mat-dialog-close>{{ t('common.cancel') }}</button>
        <button mat-flat-button type="submit" [disabled]="form().submitting()" disabledInteractive>
          {{ t(group ? 'groups.rename' : 'groups.create-submit') }}
        </button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    mat-dialog-content {
      padding-top: 8px !important;
    }
    mat-form-field {
      width: 100%;
    }
  `,
})
export class GroupNameDialog {
  protected readonly group = inject<Group | null>(MAT_DIALOG_DATA, { optional: true });
  protected readonly t = injectTranslate();
  protected readonly sentence = injectFieldSentence();
  protected readonly problemSentence = injectSentence();
  protected readonly refusal = signal<unknown>(undefined);
  private readonly client = inject(GroupsClient);
  private readonly dialog = inject<MatDialogRef<GroupNameDialog, Group>>(MatDialogRef);
  protected readonly form = form(
    signal({ name: this.group?.name ?? '' }),
    (path) => validateStandardSchema(path, CreateGroup),
    { name: 'group-name', submission: { action: () => this.save() } },
  );

  private async save(): Promise<TreeValidationResult> {
    this.refusal.set(undefined);
    const { name } = this.form().value();
    try {
      this.dialog.close(
        await (this.group ? this.client.rename(this.group.id, name) : this.client.create(name)),
      );
      return undefined;
    } catch (error) {
      const problem = toApiProblem(error);
      const errors = errorsOnFields(this.form, problem, { 'name-taken': 'name' });
      if (errors.length === 0) this.refusal.set(problem);
      return errors;
    }
  }
}
