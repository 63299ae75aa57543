import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { injectTranslate } from '../i18n/translate';
import { ConsoleChoices } from './console-choices';
import type { ConsoleScreen } from './console-screen';

/** Says once that keys give other characters in the machine than here, and offers to translate them. */
@Component({
  selector: 'vmm-layout-note',
  imports: [MatButton],
  template: `
    @if (isShown()) {
      <div class="note">
        <p>{{ t('console.layout.differs') }}</p>
        <div class="buttons">
          <button mat-button type="button" (click)="choose(false)">{{ t('console.layout.keep') }}</button>
          <button mat-flat-button type="button" (click)="choose(true)">
            {{ t('console.layout.translate') }}
          </button>
        </div>
      </div>
    }
  `,
  host: { role: 'status' },
  styles: `
    .note {
      position: absolute;
      z-index: 2;
      right: 16px;
      bottom: 16px;
      width: min(440px, 100% - 32px);
      padding: 12px 16px;
      border: 1px solid #2a3638;
      border-radius: var(--vmm-radius-card);
      background: #141d1f;
    }
    p {
      margin: 0;
    }
    .buttons {
      display: flex;
      flex-wrap: wrap;
      justify-content: flex-end;
      gap: 8px;
      margin-top: 8px;
    }
  `,
})
export class LayoutNote {
  readonly screen = input.required<Pick<ConsoleScreen, 'layoutDiffers' | 'focus'> | undefined>();
  readonly takesKeys = input.required<boolean>();
  protected readonly t = injectTranslate();
  private readonly choice = inject(ConsoleChoices).translation;
  protected readonly isShown = computed(
    () => this.takesKeys() && this.choice.isOn() === undefined && (this.screen()?.layoutDiffers() ?? false),
  );

  protected choose(isOn: boolean): void {
    this.choice.choose(isOn);
    this.screen()?.focus();
  }
}
