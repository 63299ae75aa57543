import { Component, computed, inject, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { VmViewer } from '@vm-manager/contracts';
import { Languages } from '../i18n/languages';
import { injectTranslate } from '../i18n/translate';

/** Who else has the console open: nobody's screen is watched without its owner seeing it. */
@Component({
  selector: 'vmm-viewers-note',
  imports: [MatIcon],
  template: `
    @if (sentence(); as text) {
      <mat-icon [svgIcon]="helps() ? 'keyboard' : 'visible'" aria-hidden="true" /><span>{{ text }}</span>
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
  private readonly languages = inject(Languages);

  private readonly others = computed(() => this.viewers().filter(({ id }) => id !== this.except()));
  protected readonly helps = computed(() => this.others().some(({ mode }) => mode === 'control'));
  protected readonly sentence = computed(() => {
    // Who has the keyboard is what matters; who only watches beside is said when nobody has it.
    const meant = this.others().filter(({ mode }) => mode === 'control' || !this.helps());
    const all = [...new Set(meant.map(({ displayName }) => displayName))];
    if (all.length === 0) return '';
    const names = new Intl.ListFormat(this.languages.active()).format(all);
    if (!this.helps()) return this.t.count('viewers.view', all.length, { names });
    const haveI = this.viewers().some(({ id, mode }) => id === this.except() && mode === 'control');
    return haveI
      ? this.t('viewers.control-with-you', { names })
      : this.t.count('viewers.control', all.length, { names });
  });
}
