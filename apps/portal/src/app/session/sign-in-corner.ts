import { Component, inject } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { LANGUAGE_NAMES } from '../i18n/browser-language';
import { Languages } from '../i18n/languages';
import { injectTranslate } from '../i18n/translate';
import { ICON_OF_THEME, Theme } from '../ui/theme';
import { ThemeMenu } from '../ui/theme-menu';
import { LanguageMenu } from './language-menu';

/** Language and appearance before one is anybody. Menus are a third of what the page would weigh: they come when asked for. */
@Component({
  selector: 'vmm-sign-in-corner',
  imports: [LanguageMenu, MatButton, MatIcon, MatIconButton, ThemeMenu],
  template: `
    @defer (on interaction) {
      <vmm-language-menu opensAtOnce />
    } @placeholder {
      <button mat-button type="button" class="language">
        <span aria-hidden="true">{{ languages.active().toUpperCase() }}</span>
        <span class="cdk-visually-hidden">{{
          t('shell.language', { name: NAMES[languages.active()] })
        }}</span>
      </button>
    }
    @defer (on interaction) {
      <vmm-theme-menu opensAtOnce />
    } @placeholder {
      <button mat-icon-button type="button" [attr.aria-label]="t('shell.theme')">
        <mat-icon [svgIcon]="ICON_OF[theme.choice()]" />
      </button>
    }
  `,
  styles: `
    :host {
      display: flex;
      justify-content: flex-end;
      align-items: center;
      gap: 4px;
      height: 56px;
      padding-inline: 16px;
    }
    .language {
      min-width: 40px;
      padding-inline: 8px;
      color: var(--vmm-muted);
    }
  `,
})
export class SignInCorner {
  protected readonly languages = inject(Languages);
  protected readonly theme = inject(Theme);
  protected readonly t = injectTranslate();
  protected readonly NAMES = LANGUAGE_NAMES;
  protected readonly ICON_OF = ICON_OF_THEME;
}
