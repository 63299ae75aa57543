import { Component, inject } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatMenuModule } from '@angular/material/menu';
import { MatTooltip } from '@angular/material/tooltip';
import { injectTranslate } from '../i18n/translate';
import { THEME_CHOICES, Theme, type ThemeChoice } from './theme';

@Component({
  selector: 'vmm-theme-menu',
  imports: [MatIconButton, MatIcon, MatMenuModule, MatTooltip],
  template: `
    <button
      mat-icon-button
      type="button"
      [matMenuTriggerFor]="menu"
      [attr.aria-label]="t('shell.theme')"
      [matTooltip]="t('shell.theme')"
    >
      <mat-icon [svgIcon]="ICON_OF[theme.choice()]" />
    </button>
    <mat-menu #menu="matMenu" xPosition="before">
      @for (choice of choices; track choice) {
        <button
          mat-menu-item
          type="button"
          role="menuitemradio"
          [attr.aria-checked]="theme.choice() === choice"
          (click)="theme.choice.set(choice)"
        >
          <mat-icon [svgIcon]="theme.choice() === choice ? 'check' : ICON_OF[choice]" />
          {{ t(textOf(choice)) }}
        </button>
      }
    </mat-menu>
  `,
})
export class ThemeMenu {
  protected readonly theme = inject(Theme);
  protected readonly choices = THEME_CHOICES;
  protected readonly ICON_OF = { system: 'theme', light: 'light-mode', dark: 'dark-mode' } as const;
  protected readonly t = injectTranslate();

  protected textOf(choice: ThemeChoice) {
    return `shell.theme-${choice}` as const;
  }
}
