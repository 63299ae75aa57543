import { Component, inject, input, signal } from '@angular/core';
import { FormField, FormRoot, form, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatIcon } from '@angular/material/icon';
import { MatInput } from '@angular/material/input';
import { Router } from '@angular/router';
import { PasswordField } from '../forms/password-field';
import { injectSentence } from '../http/sentence';
import { injectTranslate } from '../i18n/translate';
import { DemoBanner } from '../platform/demo-banner';
import { ThemeMenu } from '../ui/theme-menu';
import { LanguageMenu } from './language-menu';
import { Session } from './session';
import { safeReturnUrl } from './wanted-url';

@Component({
  selector: 'vmm-sign-in-page',
  imports: [
    DemoBanner,
    FormField,
    FormRoot,
    LanguageMenu,
    MatButton,
    MatError,
    MatFormField,
    MatIcon,
    MatInput,
    MatLabel,
    PasswordField,
    ThemeMenu,
  ],
  templateUrl: './sign-in-page.html',
  styleUrl: './sign-in-page.scss',
})
export class SignInPage {
  /** Where the person wanted to go (query parameter). */
  readonly retour = input<string>();
  protected readonly t = injectTranslate();
  protected readonly refusal = signal<unknown>(undefined);
  protected readonly sentence = injectSentence();
  private readonly session = inject(Session);
  private readonly router = inject(Router);

  protected readonly form = form(
    signal({ username: '', password: '' }),
    (path) => {
      required(path.username, { message: () => this.t('sign-in.username-missing') });
      required(path.password, { message: () => this.t('sign-in.password-missing') });
    },
    { name: 'sign-in', submission: { action: (field) => this.signIn(field().value()) } },
  );

  private async signIn(credentials: { username: string; password: string }): Promise<void> {
    this.refusal.set(undefined);
    try {
      await this.session.signIn(credentials);
    } catch (error) {
      this.refusal.set(error);
      return;
    }
    await this.router.navigateByUrl(safeReturnUrl(this.retour()), { replaceUrl: true });
  }
}
