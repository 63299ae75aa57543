import { Injector, Service, inject } from '@angular/core';
import { Router } from '@angular/router';
import { UnsavedTyping } from '../program-parts/unsaved-typing';
import { Session } from './session';

/** What follows when the API no longer knows us. */
@Service()
export class EndedSession {
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  private readonly typed = inject(UnsavedTyping);
  private readonly injector = inject(Injector);
  private isDealing = false;

  /** The sign-in page, which brings back to where one was; in place where something is typed that would be lost. */
  async deal(): Promise<void> {
    if (this.isDealing) return;
    this.isDealing = true;
    try {
      if (this.session.user() && this.typed.isThere() && (await this.signInAgain())) return;
      this.session.expire();
      const wanted = this.router.currentNavigation()?.finalUrl?.toString() ?? this.router.url;
      if (!wanted.startsWith('/connexion'))
        await this.router.navigate(['/connexion'], { queryParams: { retour: wanted } });
    } finally {
      this.isDealing = false;
    }
  }

  private async signInAgain(): Promise<boolean> {
    // Dialogs are no part of the first load.
    const { openSignInAgain } = await import('./open-sign-in-again');
    return openSignInAgain(this.injector, this.session.user());
  }
}
