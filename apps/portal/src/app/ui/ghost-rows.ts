import { Component, computed, input } from '@angular/core';
import { injectTranslate } from '../i18n/translate';

/** The face of a table that is being fetched: rows of the height that the real ones will have. */
@Component({
  selector: 'vmm-ghost-rows',
  host: {
    class: 'ghost-rows',
    role: 'status',
    'aria-busy': 'true',
    '[attr.aria-label]': "t('common.loading')",
  },
  template: `
    @for (place of places(); track place) {
      <div><span class="skeleton"></span></div>
    }
  `,
  styles: `
    :host {
      display: block;
    }
  `,
})
export class GhostRows {
  readonly count = input(8);
  protected readonly t = injectTranslate();
  protected readonly places = computed(() => Array.from({ length: this.count() }, (_, place) => place));
}
