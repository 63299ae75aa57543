import {
  Component,
  type ElementRef,
  afterNextRender,
  computed,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { Router } from '@angular/router';
import { toApiProblem } from '../http/api-problem';
import { injectSentence } from '../http/sentence';
import { duration } from '../i18n/format';
import { Languages } from '../i18n/languages';
import { injectTranslate } from '../i18n/translate';
import { DemoBanner } from '../platform/demo-banner';
import { PlatformClient } from '../platform/platform-client';
import { Clock } from '../time/clock';
import { homeOf, safeReturnUrl } from './landing';
import { PreferenceButtons } from './preference-buttons';
import { Session } from './session';

/** Its two fields are plain ones: Material's and the machinery of forms would be a third of the first page that anyone loads. */
@Component({
  selector: 'vmm-sign-in-page',
  imports: [DemoBanner, MatButton, MatIcon, MatIconButton, PreferenceButtons],
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

  private readonly username = viewChild.required<ElementRef<HTMLInputElement>>('username');
  private readonly password = viewChild.required<ElementRef<HTMLInputElement>>('password');
  /** Which fields were empty when it was sent; typing takes that back. */
  protected readonly missing = signal<readonly ('username' | 'password')[]>([]);
  /** They do not go together: the password is the one to type again. Typing takes that back too. */
  protected readonly isWrong = signal(false);
  protected readonly isSubmitting = signal(false);
  protected readonly isPasswordShown = signal(false);

  constructor() {
    afterNextRender(() => this.username().nativeElement.focus());
  }

  protected async submit(): Promise<void> {
    if (this.isSubmitting()) return;
    const credentials = {
      username: this.username().nativeElement.value,
      password: this.password().nativeElement.value,
    };
    this.missing.set((['username', 'password'] as const).filter((name) => credentials[name] === ''));
    if (this.missing().length > 0) return;
    this.isSubmitting.set(true);
    await this.signIn(credentials).finally(() => this.isSubmitting.set(false));
  }

  protected typed(name: 'username' | 'password'): void {
    this.isWrong.set(false);
    this.missing.update((missing) => missing.filter((each) => each !== name));
  }

  private async signIn(credentials: { username: string; password: string }): Promise<void> {
    this.refusal.set(undefined);
    this.waitUntil.set(undefined);
    this.isWrong.set(false);
    try {
      await this.session.signIn(credentials);
    } catch (error) {
      const { code, retryAfterSeconds: seconds } = toApiProblem(error);
      this.refusal.set(error);
      this.isWrong.set(code === 'wrong-credentials');
      if (seconds !== undefined) this.waitUntil.set(this.clock.second() + seconds * 1000);
      return;
    }
    await this.router.navigateByUrl(safeReturnUrl(this.retour(), homeOf(this.session.user())), {
      replaceUrl: true,
    });
  }
}
