import { Component } from '@angular/core';
import { injectTranslate } from '../i18n/translate';
import { BlankSlate } from '../ui/blank-slate';
import { OwnInvitations } from './own-invitations';

/** Where the notice of an invitation leads. */
@Component({
  selector: 'vmm-invitations-page',
  imports: [BlankSlate, OwnInvitations],
  template: `
    <div class="page-head">
      <h1>{{ t('page.invitations') }}</h1>
    </div>
    <vmm-own-invitations #own />
    @if (own.waiting().length === 0) {
      <vmm-blank-slate icon="group" [title]="t('invitations.none')" />
    }
  `,
  styles: `
    :host {
      display: block;
      max-width: var(--vmm-reading-width);
    }
  `,
})
export class InvitationsPage {
  protected readonly t = injectTranslate();
}
