import { Component, computed, inject, signal } from '@angular/core';
import { FormField, validateStandardSchema } from '@angular/forms/signals';
import { MatCheckbox } from '@angular/material/checkbox';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatRadioButton, MatRadioGroup } from '@angular/material/radio';
import { MatOption, MatSelect } from '@angular/material/select';
import {
  type SizeLimits,
  type TemplateAudience,
  type TemplateSettings,
  templateSettingsFor,
} from '@vm-manager/contracts';
import * as z from 'zod';
import { injectFieldSentence } from '../forms/field-sentence';
import { FormDialog } from '../forms/form-dialog';
import { SentForm } from '../forms/sent-form';
import { GroupsClient } from '../groups/groups-client';
import { injectTranslate } from '../i18n/translate';
import { ProblemNote } from '../ui/problem-note';
import { TemplateSettingsClient } from './template-settings-client';

type Recipe = NonNullable<TemplateSettings['recipe']>;

/** Who sees a template, and which sizes it has within those of its description. Closes with all templates. */
@Component({
  selector: 'vmm-template-settings-dialog',
  imports: [
    ...[FormDialog, FormField, MatCheckbox, MatError, MatFormField, MatHint, MatInput, MatLabel, MatOption],
    ...[MatRadioButton, MatRadioGroup, MatSelect, ProblemNote],
  ],
  templateUrl: './template-settings-dialog.html',
  styles: `
    fieldset {
      display: grid;
      gap: 8px;
      margin: 0;
      padding: 0;
      border: 0;
    }
    legend {
      padding: 0;
      font-weight: 600;
    }
    mat-radio-group,
    .size {
      display: grid;
    }
    .size {
      grid-template-columns: repeat(3, minmax(0, 1fr));
      gap: 8px;
    }
    .size > span {
      grid-column: 1 / -1;
    }
  `,
})
export class TemplateSettingsDialog {
  protected readonly template = inject<TemplateSettings>(MAT_DIALOG_DATA);
  protected readonly t = injectTranslate();
  protected readonly sentence = injectFieldSentence();
  protected readonly groups = inject(GroupsClient).list();
  private readonly client = inject(TemplateSettingsClient);
  private readonly dialog = inject<MatDialogRef<TemplateSettingsDialog, TemplateSettings[]>>(MatDialogRef);

  protected readonly audiences = ['recipe', 'everyone', 'groups'] as const;
  protected readonly dimensions = ['vcpus', 'memoryMiB', 'diskGiB'] as const;
  protected readonly bounds = ['min', 'default', 'max'] as const;
  private readonly recipe = recipeOf(this.template);
  protected readonly limits = this.recipe.sizes;

  protected readonly form = new SentForm(
    signal({
      audience: this.template.audience as TemplateAudience,
      groupIds: this.template.groups.map(({ id }) => id),
      ownSizes: this.template.sizes !== null,
      sizes: structuredClone(this.template.sizes ?? this.recipe.sizes),
    }),
    {
      name: 'template-settings',
      rules: (path) =>
        validateStandardSchema(
          path,
          z.object({ sizes: templateSettingsFor(this.recipe).shape.sizes.unwrap() }),
        ),
      send: async ({ audience, groupIds, ownSizes, sizes }) =>
        this.dialog.close(
          await this.client.set({
            templateId: this.template.id,
            ...{ audience, groupIds, sizes: ownSizes ? sizes : null },
          }),
        ),
    },
  );
  protected readonly isOfGroups = computed(() => this.form.fields.audience().value() === 'groups');

  protected audienceText(audience: TemplateAudience): string {
    if (audience !== 'recipe') return this.t(`templates.audience.${audience}`);
    const { groups } = this.recipe;
    const names = groups === null ? this.t('templates.everyone') : groups.join(', ');
    return this.t('templates.audience.recipe', { who: names || this.t('templates.administrators') });
  }

  protected sizeText(dimension: keyof SizeLimits) {
    return `templates.size.${dimension}` as const;
  }

  protected boundText(bound: (typeof this.bounds)[number]) {
    return `templates.bound.${bound}` as const;
  }

  /** What is wrong with the three of them together. */
  protected orderSentence(dimension: keyof SizeLimits): string {
    const field = this.form.fields.sizes[dimension]();
    return field.touched() && field.errors().length > 0 ? this.sentence(field) : '';
  }

  /** What is not chosen is what the description says, also on screen. */
  protected chooseSizes(own: boolean): void {
    this.form.fields.ownSizes().value.set(own);
    if (!own) this.form.fields.sizes().value.set(structuredClone(this.recipe.sizes));
  }
}

function recipeOf({ recipe }: TemplateSettings): Recipe {
  if (!recipe) throw new Error('A template that is refused has nothing to set.');
  return recipe;
}
