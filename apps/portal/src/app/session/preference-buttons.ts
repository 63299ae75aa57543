import { NgComponentOutlet } from '@angular/common';
import { Component, type Type, inject, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { LANGUAGE_NAMES } from '../i18n/browser-language';
import { Languages } from '../i18n/languages';
import { injectTranslate } from '../i18n/translate';
import { ICON_OF_THEME, Theme } from '../ui/theme';

/** Language and appearance. Menus are a third of what the first page would weigh: each is loaded when it is wanted. */
@Component({
  selector: 'vmm-preference-buttons',
  imports: [MatButton, MatIcon, MatIconButton, NgComponentOutlet],
  template: `
    @if (languageMenu(); as menu) {
      <ng-container *ngComponentOutlet="menu" />
    } @else {
      <button
        mat-button
        type="button"
        class="language"
        aria-haspopup="menu"
        aria-expanded="false"
        (click)="openLanguages()"
      >
        <span aria-hidden="true">{{ languages.active().toUpperCase() }}</span>
        <span class="cdk-visually-hidden">{{
          t('shell.language', { name: NAMES[languages.active()] })
        }}</span>
      </button>
    }
    @if (themeMenu(); as menu) {
      <ng-container *ngComponentOutlet="menu" />
    } @else {
      <button
        mat-icon-button
        type="button"
        aria-haspopup="menu"
        aria-expanded="false"
        [attr.aria-label]="t('shell.theme')"
        [title]="t('shell.theme')"
        (click)="openThemes()"
      >
        <mat-icon [svgIcon]="ICON_OF[theme.choice()]" />
      </button>
    }
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: 4px;
    }
    .language {
      min-width: 40px;
      padding-inline: 8px;
      color: var(--vmm-muted);
    }
  `,
})
export class PreferenceButtons {
  protected readonly languages = inject(Languages);
  protected readonly theme = inject(Theme);
  protected readonly t = injectTranslate();
  protected readonly NAMES = LANGUAGE_NAMES;
  protected readonly ICON_OF = ICON_OF_THEME;
  protected readonly languageMenu = signal<Type<unknown> | null>(null);
  protected readonly themeMenu = signal<Type<unknown> | null>(null);

  protected async openLanguages(): Promise<void> {
    const { LanguageMenu } = await import('./language-menu');
    this.languageMenu.set(LanguageMenu);
  }

  protected async openThemes(): Promise<void> {
    const { ThemeMenu } = await import('../ui/theme-menu');
    this.themeMenu.set(ThemeMenu);
  }
}
