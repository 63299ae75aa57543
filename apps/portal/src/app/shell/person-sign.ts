import { Component, computed, input } from '@angular/core';
import { injectTranslate } from '../i18n/translate';

/** Whose account the button opens: initials in a circle, the name for who does not see them. */
@Component({
  selector: 'vmm-person-sign',
  template: `
    <span class="initials" aria-hidden="true">{{ initials() }}</span><span class="cdk-visually-hidden">{{
      t('shell.account', { name: name() })
    }}</span>
  `,
  styles: `
    .initials {
      display: grid;
      place-items: center;
      width: 32px;
      height: 32px;
      margin: -4px;
      border-radius: 50%;
      background: var(--vmm-accent);
      color: var(--mat-sys-on-primary);
      font-size: var(--vmm-size-small);
      font-weight: 650;
    }
  `,
})
export class PersonSign {
  readonly name = input.required<string>();
  protected readonly t = injectTranslate();
  protected readonly initials = computed(() => {
    const words = this.name().split(/\s+/).filter(Boolean);
    return [words[0], words.length > 1 ? words.at(-1) : undefined]
      .map((word) => word?.[0] ?? '')
      .join('')
      .toUpperCase();
  });
}
