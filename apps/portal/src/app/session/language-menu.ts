import { Component, afterNextRender, inject, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatMenuModule, MatMenuTrigger } from '@angular/material/menu';
import { Language } from '@vm-manager/contracts';
import { LANGUAGE_NAMES } from '../i18n/browser-language';
import { Languages } from '../i18n/languages';
import { injectTranslate } from '../i18n/translate';
import { Messages } from '../ui/messages';
import { Session } from './session';

/** The menu of languages, open at once. */
@Component({
  selector: 'vmm-language-menu',
  imports: [MatButton, MatIcon, MatMenuModule],
  template: `
    <button mat-button type="button" [matMenuTriggerFor]="menu">
      <span aria-hidden="true">{{ languages.active().toUpperCase() }}</span>
      <span class="cdk-visually-hidden">{{ t('shell.language', { name: NAMES[languages.active()] }) }}</span>
    </button>
    <mat-menu #menu="matMenu" xPosition="before">
      @for (language of all; track language) {
        <button
          mat-menu-item
          type="button"
          role="menuitemradio"
          [attr.lang]="language"
          [attr.aria-checked]="languages.active() === language"
          (click)="choose(language)"
        >
          <mat-icon [svgIcon]="languages.active() === language ? 'check' : 'unchecked'" />{{
            NAMES[language]
          }}
        </button>
      }
    </mat-menu>
  `,
  styles: `
    [mat-button] {
      min-width: 40px;
      padding-inline: 8px;
      color: var(--vmm-muted);
    }
  `,
})
export class LanguageMenu {
  private readonly trigger = viewChild.required(MatMenuTrigger);
  protected readonly languages = inject(Languages);
  protected readonly all = Language.options;
  protected readonly NAMES = LANGUAGE_NAMES;
  protected readonly t = injectTranslate();
  private readonly session = inject(Session);
  private readonly messages = inject(Messages);

  constructor() {
    afterNextRender(() => this.trigger().openMenu());
  }

  protected choose(language: Language): Promise<void> {
    return this.messages.attempt(() => this.session.speak(language)).then(() => undefined);
  }
}
