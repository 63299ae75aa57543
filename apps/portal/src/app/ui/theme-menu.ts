import { Component, afterNextRender, inject, viewChild } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatMenuModule, MatMenuTrigger } from '@angular/material/menu';
import { injectTranslate } from '../i18n/translate';
import { ICON_OF_THEME, THEME_CHOICES, Theme, type ThemeChoice } from './theme';

/** The menu of appearances, open at once. */
@Component({
  selector: 'vmm-theme-menu',
  imports: [MatIconButton, MatIcon, MatMenuModule],
  template: `
    <button
      mat-icon-button
      type="button"
      [matMenuTriggerFor]="menu"
      [attr.aria-label]="t('shell.theme')"
      [title]="t('shell.theme')"
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
  private readonly trigger = viewChild.required(MatMenuTrigger);
  protected readonly theme = inject(Theme);
  protected readonly choices = THEME_CHOICES;
  protected readonly ICON_OF = ICON_OF_THEME;
  protected readonly t = injectTranslate();

  constructor() {
    afterNextRender(() => this.trigger().openMenu());
  }

  protected textOf(choice: ThemeChoice) {
    return `shell.theme-${choice}` as const;
  }
}
