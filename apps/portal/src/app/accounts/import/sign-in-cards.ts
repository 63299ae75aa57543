import { Component, DOCUMENT, inject, input } from '@angular/core';
import type { ImportedAccount } from '@vm-manager/contracts';
import { injectTranslate } from '../../i18n/translate';

/** A card for each person, to be cut out: where the portal is, and how one signs in for the first time. */
@Component({
  selector: 'vmm-sign-in-cards',
  template: `
    <ul>
      @for (account of accounts(); track account.line) {
        <li>
          <strong>{{ account.displayName }}</strong>
          @if (account.groups.length > 0) {
            <span class="muted">{{ account.groups.join(', ') }}</span>
          }
          <dl>
            <dt>{{ t('account-import.portal') }}</dt>
            <dd>{{ portal }}</dd>
            <dt>{{ t('accounts.username') }}</dt>
            <dd class="mono">{{ account.username }}</dd>
            <dt>{{ t('accounts.password') }}</dt>
            <dd class="mono">{{ account.password }}</dd>
          </dl>
          <span class="note muted">{{ t('account-import.change-it') }}</span>
        </li>
      }
    </ul>
  `,
  styles: `
    ul {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr));
      gap: 12px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-direction: column;
      padding: 12px 16px;
      border: 1px dashed var(--mat-sys-outline);
      overflow-wrap: anywhere;
      break-inside: avoid;
    }
    dl {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: 2px 16px;
      margin: 8px 0;
    }
    dt {
      color: var(--vmm-muted);
    }
    dd {
      margin: 0;
      user-select: all;
    }
    .note {
      font-size: var(--vmm-size-small);
    }
    @media print {
      ul {
        grid-template-columns: 1fr 1fr;
        gap: 0;
      }
      li {
        border-color: #888;
      }
    }
  `,
})
export class SignInCards {
  readonly accounts = input.required<readonly ImportedAccount[]>();
  protected readonly t = injectTranslate();
  protected readonly portal = inject(DOCUMENT).location.origin;
}
