import { Component, afterNextRender, computed, inject, input, signal } from '@angular/core';
import { FormField, FormRoot, form, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatIcon } from '@angular/material/icon';
import { MatInput } from '@angular/material/input';
import { Router } from '@angular/router';
import { PasswordField } from '../forms/password-field';
import { toApiProblem } from '../http/api-problem';
import { injectSentence } from '../http/sentence';
import { duration } from '../i18n/format';
import { Languages } from '../i18n/languages';
import { injectTranslate } from '../i18n/translate';
import { DemoBanner } from '../platform/demo-banner';
import { PlatformClient } from '../platform/platform-client';
import { Clock } from '../ui/clock';
import { homeOf } from './home';
import { Session } from './session';
import { SignInCorner } from './sign-in-corner';
import { safeReturnUrl } from './wanted-url';

@Component({
  selector: 'vmm-sign-in-page',
  imports: [
    DemoBanner,
    FormField,
    FormRoot,
    MatButton,
    MatError,
    MatFormField,
    MatIcon,
    MatInput,
    MatLabel,
    PasswordField,
    SignInCorner,
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
  private readonly clock = inject(Clock);
  private readonly languages = inject(Languages);
  private readonly router = inject(Router);
  protected readonly platform = inject(PlatformClient);

  private readonly waitUntil = signal<number | undefined>(undefined);
  /** What is left of the wait after too many attempts, in words; empty once it is over. */
  protected readonly wait = computed(() => {
    const until = this.waitUntil();
    if (until === undefined) return undefined;
    const seconds = Math.ceil((until - this.clock.second()) / 1000);
    return seconds > 0 ? duration(seconds, this.languages.active()) : '';
  });
  protected readonly isDirectoryDown = computed(
    () => this.refusal() !== undefined && toApiProblem(this.refusal()).code === 'directory-unavailable',
  );

  protected readonly form = form(
    signal({ username: '', password: '' }),
    (path) => {
      required(path.username, { message: () => this.t('sign-in.username-missing') });
      required(path.password, { message: () => this.t('sign-in.password-missing') });
    },
    { name: 'sign-in', submission: { action: (field) => this.signIn(field().value()) } },
  );

  constructor() {
    afterNextRender(() => this.form.username().focusBoundControl());
  }

  private async signIn(credentials: { username: string; password: string }): Promise<void> {
    this.refusal.set(undefined);
    this.waitUntil.set(undefined);
    try {
      await this.session.signIn(credentials);
    } catch (error) {
      this.refusal.set(error);
      const seconds = toApiProblem(error).retryAfterSeconds;
      if (seconds !== undefined) this.waitUntil.set(this.clock.second() + seconds * 1000);
      return;
    }
    await this.router.navigateByUrl(safeReturnUrl(this.retour(), homeOf(this.session.user())), {
      replaceUrl: true,
    });
  }
}
