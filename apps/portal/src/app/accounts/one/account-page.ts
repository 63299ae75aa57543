import { Component, computed, effect, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { toApiProblem } from '../../http/api-problem';
import { Ago } from '../../i18n/ago';
import { PageTitle } from '../../i18n/page-title';
import { injectTranslate } from '../../i18n/translate';
import { SessionsSection } from '../../session/sessions-section';
import { BlankSlate } from '../../ui/blank-slate';
import { GhostRows } from '../../ui/ghost-rows';
import { ProblemNote } from '../../ui/problem-note';
import { AccountChips } from '../account-chips';
import { AccountsClient } from '../accounts-client';
import { AccessPanel } from './access-panel';
import { AccountTokens } from './account-tokens';
import { IdentityPanel } from './identity-panel';
import { QuotaPanel } from './quota-panel';
import { RolePanel } from './role-panel';

/** One account, for administrators: who it is, what it may, where it is signed in. */
@Component({
  selector: 'vmm-account-page',
  imports: [
    AccessPanel,
    AccountChips,
    AccountTokens,
    Ago,
    BlankSlate,
    GhostRows,
    IdentityPanel,
    MatButton,
    MatIcon,
    ProblemNote,
    QuotaPanel,
    RolePanel,
    RouterLink,
    SessionsSection,
  ],
  templateUrl: './account-page.html',
  styleUrl: './account-page.scss',
})
export class AccountPage {
  /** Route parameter. */
  readonly id = input.required<string>();
  protected readonly t = injectTranslate();
  protected readonly account = inject(AccountsClient).one(this.id);
  protected readonly isMissing = computed(
    () => this.account.error() !== undefined && toApiProblem(this.account.error()).status === 404,
  );

  constructor() {
    const title = inject(PageTitle);
    // The document's title is outside Angular's templates.
    effect(() => title.about(this.account.hasValue() ? this.account.value().displayName : ''));
  }
}
