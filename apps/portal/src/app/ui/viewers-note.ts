import { Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { VmViewer } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';

/** Who else has the console open: nobody's screen is watched without its owner seeing it. */
@Component({
  selector: 'vmm-viewers-note',
  imports: [MatIcon],
  template: `
    @if (sentence(); as text) {
      <mat-icon svgIcon="visible" aria-hidden="true" /><span>{{ text }}</span>
    }
  `,
  host: { role: 'status' },
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      min-width: 0;
      color: var(--vmm-changing);
      font-size: var(--vmm-size-small);
    }
    span {
      overflow: hidden;
      text-overflow: ellipsis;
    }
    mat-icon {
      flex: none;
      width: 16px;
      height: 16px;
    }
  `,
})
export class ViewersNote {
  readonly viewers = input.required<readonly VmViewer[]>();
  /** The reader's own consoles are no news. */
  readonly except = input.required<string | undefined>();
  private readonly t = injectTranslate();

  protected readonly sentence = computed(() => {
    const others = this.viewers().filter(({ id }) => id !== this.except());
    const names = [...new Set(others.map(({ displayName }) => displayName))].join(', ');
    if (names === '') return '';
    const helps = others.some(({ mode }) => mode === 'control');
    return this.t(helps ? 'viewers.control' : 'viewers.view', { names });
  });
}
