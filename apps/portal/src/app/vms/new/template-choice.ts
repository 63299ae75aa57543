import { Component, computed, inject, input, output } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { VmTemplate } from '@vm-manager/contracts';
import { duration } from '../../i18n/format';
import { Languages } from '../../i18n/languages';
import { injectSizes } from '../../i18n/sizes';
import { injectTranslate } from '../../i18n/translate';
import { CopyButton } from '../../ui/copy-button';
import { iconOf } from '../templates-client';

/** The templates as cards; radio buttons underneath, so that arrows and screen readers work as ever. */
@Component({
  selector: 'vmm-template-choice',
  imports: [CopyButton, MatIcon],
  templateUrl: './template-choice.html',
  styleUrl: './template-choice.scss',
})
export class TemplateChoice {
  readonly templates = input.required<readonly VmTemplate[]>();
  readonly chosen = input.required<string>();
  readonly error = input('');
  readonly choose = output<VmTemplate>();
  protected readonly t = injectTranslate();
  protected readonly sizes = injectSizes();
  protected readonly iconOf = iconOf;
  /** As soon as one has a picture, its place is kept in all cards. */
  protected readonly hasPictures = computed(() => this.templates().some(({ picture }) => picture !== null));
  private readonly languages = inject(Languages);

  protected bootTime(template: VmTemplate): string {
    return this.t('new-vm.first-boot', {
      duration: duration(template.firstBootSeconds, this.languages.active()),
    });
  }
}
