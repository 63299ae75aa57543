import { Component, input } from '@angular/core';
import type { FieldTree } from '@angular/forms/signals';
import { SizeSlider } from '../forms/size-slider';
import { injectSizes } from '../i18n/sizes';
import { injectTranslate } from '../i18n/translate';
import { memoryStep, type Size } from './vm-size';

type Limits = Readonly<Record<keyof Size, { readonly min: number; readonly max: number }>>;

/** Processors, memory and disk, each a slider. */
@Component({
  selector: 'vmm-size-fields',
  imports: [SizeSlider],
  template: `
    <vmm-size-slider
      [field]="form().vcpus"
      [label]="t('size.vcpus')"
      [limits]="limits().vcpus"
      [error]="errors().vcpus ?? ''"
      [format]="sizes.vcpus"
    />
    <vmm-size-slider
      [field]="form().memoryMiB"
      [label]="t('size.memory')"
      [limits]="limits().memoryMiB"
      [error]="errors().memoryMiB ?? ''"
      [step]="memoryStep(templateLimits().memoryMiB)"
      [format]="sizes.memory"
    />
    <vmm-size-slider
      [field]="form().diskGiB"
      [label]="t('size.disk')"
      [limits]="limits().diskGiB"
      [error]="errors().diskGiB ?? ''"
      [format]="sizes.disk"
    />
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 180px), 1fr));
      gap: 16px 32px;
    }
  `,
})
export class SizeFields {
  readonly form = input.required<Pick<FieldTree<Size>, keyof Size>>();
  readonly limits = input.required<Limits>();
  /** What the template allows: memory goes in its steps, whatever the machine has now. */
  readonly templateLimits = input.required<Limits>();
  readonly errors = input<Partial<Record<keyof Size, string>>>({});
  protected readonly t = injectTranslate();
  protected readonly sizes = injectSizes();
  protected readonly memoryStep = memoryStep;
}
