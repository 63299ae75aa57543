import { Component, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { Account } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';

/** What is out of the ordinary about an account; nothing for one that may sign in. */
@Component({
  selector: 'vmm-account-chips',
  imports: [MatIcon],
  template: `
    @if (account().disabled) {
      <span class="chip bad"
        ><mat-icon svgIcon="person-off" aria-hidden="true" />{{ t('accounts.disabled') }}</span
      >
    }
    @if (account().leftDirectoryAt) {
      <span class="chip warn"><mat-icon svgIcon="logout" aria-hidden="true" />{{ t('accounts.left') }}</span>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      flex-wrap: wrap;
      gap: 4px;
    }
  `,
})
export class AccountChips {
  readonly account = input.required<Pick<Account, 'disabled' | 'leftDirectoryAt'>>();
  protected readonly t = injectTranslate();
}
