import { Component, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { NavigationEnd, Router } from '@angular/router';
import type { Role } from '@vm-manager/contracts';
import { filter, map } from 'rxjs';
import { injectTranslate } from '../i18n/translate';
import { Session } from '../session/session';
import { helpFor } from './page-help';

/** To what is written about the page one is on, in a tab of its own: nothing that was typed here is lost. */
@Component({
  selector: 'vmm-help-link',
  imports: [MatIcon, MatIconButton],
  template: `
    @if (session.user(); as user) {
      <a
        mat-icon-button
        target="vmm-aide"
        [href]="addressFor(user.role)"
        [attr.aria-label]="t('help.open')"
        [title]="t('help.open')"
      >
        <mat-icon svgIcon="help" />
      </a>
    }
  `,
  styles: `
    :host {
      display: flex;
    }
  `,
})
export class HelpLink {
  protected readonly session = inject(Session);
  protected readonly t = injectTranslate();
  private readonly router = inject(Router);
  private readonly url = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map((event) => event.urlAfterRedirects),
    ),
    { initialValue: this.router.url },
  );

  protected addressFor(role: Role): string {
    return helpFor(this.url(), role);
  }
}
