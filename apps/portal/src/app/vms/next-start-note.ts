import { Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { Vm } from '@vm-manager/contracts';
import { injectSizes } from '../i18n/sizes';
import { injectTranslate } from '../i18n/translate';

/** A size that is granted and waits for the next start. */
@Component({
  selector: 'vmm-next-start-note',
  imports: [MatIcon],
  template: `
    @if (text(); as sentence) {
      <mat-icon svgIcon="schedule" aria-hidden="true" /><span>{{ sentence }}</span>
    }
  `,
  host: { '[class.empty]': '!text()' },
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      color: var(--vmm-suspended);
      font-size: var(--vmm-size-small);
    }
    :host(.empty) {
      display: none;
    }
    mat-icon {
      width: 16px;
      height: 16px;
    }
  `,
})
export class NextStartNote {
  readonly vm = input.required<Vm>();
  protected readonly t = injectTranslate();
  private readonly sizes = injectSizes();
  protected readonly text = computed(() => {
    const { atNextStart: next } = this.vm();
    if (!next) return '';
    return this.t('vm.at-next-start', {
      size: `${this.sizes.vcpus(next.vcpus)}, ${this.sizes.memory(next.memoryMiB)}`,
    });
  });
}
