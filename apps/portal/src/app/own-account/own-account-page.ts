import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { injectTranslate } from '../i18n/translate';
import { Session } from '../session/session';
import { SessionsSection } from '../session/sessions-section';
import { AccessTokens } from './access-tokens';

/** One's own account: who the portal thinks one is, and every way in that is open. */
@Component({
  selector: 'vmm-own-account-page',
  imports: [AccessTokens, MatButton, MatIcon, SessionsSection],
  template: `
    <div class="page-head">
      <h1>{{ t('page.own-account') }}</h1>
    </div>
    @if (session.user(); as user) {
      <section class="panel">
        <h2>{{ user.displayName }}</h2>
        <p class="muted">{{ user.username }} · {{ t(roleOf(user.role)) }}</p>
        @if (user.groups.length > 0) {
          <p class="groups">
            @for (group of user.groups; track group.id) {
              <span class="chip"><mat-icon svgIcon="group" aria-hidden="true" />{{ group.name }}</span>
            }
          </p>
        }
        @if (user.localAccount) {
          <button mat-stroked-button type="button" (click)="changePassword()">
            <mat-icon svgIcon="key" />{{ t('shell.change-password') }}
          </button>
        } @else {
          <p class="muted">{{ t('account.directory-password') }}</p>
        }
      </section>
    }
    <vmm-sessions-section class="panel" />
    <vmm-access-tokens class="panel" />
  `,
  styles: `
    :host {
      display: grid;
      gap: 24px;
      max-width: var(--vmm-reading-width);
    }
    .page-head {
      margin-bottom: -8px;
    }
    .groups {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      margin-top: 8px;
    }
    button {
      margin-top: 16px;
    }
  `,
})
export class OwnAccountPage {
  protected readonly t = injectTranslate();
  protected readonly session = inject(Session);
  private readonly dialogs = inject(MatDialog);

  protected roleOf(role: 'student' | 'teacher' | 'admin') {
    return `role.${role}` as const;
  }

  protected async changePassword(): Promise<void> {
    const { PasswordDialog } = await import('../session/password-dialog');
    this.dialogs.open(PasswordDialog, { width: '420px' });
  }
}
