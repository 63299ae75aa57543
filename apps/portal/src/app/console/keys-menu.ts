import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDivider } from '@angular/material/divider';
import { MatIcon } from '@angular/material/icon';
import { MatMenuModule } from '@angular/material/menu';
import { injectTranslate } from '../i18n/translate';
import { ConsoleChoices } from './console-choices';
import { COMBINATION_NAMES, type CombinationName } from './key-combinations';

/** Keys that the browser or the person's own system would take for itself, and how to get the keyboard back. */
@Component({
  selector: 'vmm-keys-menu',
  imports: [MatButton, MatDivider, MatIcon, MatMenuModule],
  template: `
    <button
      mat-button
      type="button"
      [matMenuTriggerFor]="menu"
      [disabled]="disabled()"
      disabledInteractive
      [attr.aria-label]="t('console.keys')"
    >
      <mat-icon svgIcon="keyboard" /><span class="word">{{ t('console.keys') }}</span>
    </button>
    <mat-menu #menu="matMenu" xPosition="before">
      <ng-template matMenuContent>
        @for (name of names; track name) {
          <button mat-menu-item type="button" (click)="chosen.emit(name)">
            {{ t(textOf(name)) }}
          </button>
        }
        <mat-divider />
        <button mat-menu-item type="button" (click)="textAsked.emit()">{{ t('console.text.title') }}</button>
        @for (option of switches(); track option.text) {
          <button
            mat-menu-item
            type="button"
            role="menuitemcheckbox"
            [attr.aria-checked]="option.choice.isOn() ?? false"
            (click)="option.choice.choose(!option.choice.isOn())"
          >
            @if (option.choice.isOn()) {
              <mat-icon svgIcon="check-circle" />
            }
            {{ t(option.text) }}
          </button>
        }
        <p class="hint">{{ t('console.keyboard-hint') }}</p>
      </ng-template>
    </mat-menu>
  `,
  styles: `
    :host {
      --mat-button-text-label-text-color: currentColor;
      flex: none;
    }
    /* There are many. */
    @media (pointer: fine) {
      [mat-menu-item] {
        min-height: 36px;
      }
    }
    .hint {
      max-width: 240px;
      margin: 0;
      padding: 8px 16px;
      color: var(--vmm-muted);
      font-size: var(--vmm-size-small);
    }
    @media (width < 960px) {
      .word {
        display: none;
      }
      [mat-button] {
        min-width: 40px;
        padding-inline: 8px;

        mat-icon {
          margin: 0;
        }
      }
    }
  `,
})
export class KeysMenu {
  readonly disabled = input.required<boolean>();
  /** Whether the machine can share it. */
  readonly hasClipboard = input(false);
  readonly chosen = output<CombinationName>();
  readonly textAsked = output();
  protected readonly t = injectTranslate();
  protected readonly names = COMBINATION_NAMES;
  private readonly choices = inject(ConsoleChoices);
  protected readonly switches = computed(() => [
    { text: 'console.layout.translate' as const, choice: this.choices.translation },
    ...(this.hasClipboard()
      ? [{ text: 'console.share-clipboard' as const, choice: this.choices.clipboard }]
      : []),
  ]);

  protected textOf(name: CombinationName) {
    return `console.key.${name}` as const;
  }
}
