import { Component, computed, effect, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { AccountChips } from '../../accounts/account-chips';
import { AccountsClient } from '../../accounts/accounts-client';
import { QuotaPanel } from '../../accounts/one/quota-panel';
import { toApiProblem } from '../../http/api-problem';
import { Ago } from '../../i18n/ago';
import { PageTitle } from '../../i18n/page-title';
import { injectSizes } from '../../i18n/sizes';
import { injectTranslate } from '../../i18n/translate';
import { RequestCard } from '../../requests/request-card';
import { RequestsClient } from '../../requests/requests-client';
import { Session } from '../../session/session';
import { BlankSlate } from '../../ui/blank-slate';
import { GhostRows } from '../../ui/ghost-rows';
import { ProblemNote } from '../../ui/problem-note';
import { StateChip } from '../../vms/state-chip';
import { TemplatesClient } from '../../vms/templates-client';
import { VmMenu } from '../../vms/vm-menu';
import { VmsClient } from '../../vms/vms-client';
import { GoneMachines } from './gone-machines';

/** One student, as their teachers and administrators see them: machines, what they use, what they ask for. */
@Component({
  selector: 'vmm-person-page',
  imports: [
    AccountChips,
    Ago,
    BlankSlate,
    GhostRows,
    GoneMachines,
    MatButton,
    MatIcon,
    ProblemNote,
    QuotaPanel,
    RequestCard,
    RouterLink,
    StateChip,
    VmMenu,
  ],
  templateUrl: './person-page.html',
  styleUrl: './person-page.scss',
})
export class PersonPage {
  /** Route parameter. */
  readonly id = input.required<string>();
  protected readonly t = injectTranslate();
  protected readonly sizes = injectSizes();
  private readonly templates = inject(TemplatesClient);
  private readonly session = inject(Session);
  protected readonly person = inject(AccountsClient).one(this.id);
  protected readonly vms = inject(VmsClient).ofOwner(this.id);
  protected readonly requests = inject(RequestsClient).list(() => ({ user: this.id() }));
  protected readonly isAdmin = computed(() => this.session.user()?.role === 'admin');
  protected readonly isMissing = computed(
    () => this.person.error() !== undefined && toApiProblem(this.person.error()).status === 404,
  );
  /** The way back: to the class in which one most likely comes from here. */
  protected readonly group = computed(() => {
    const groups = this.person.hasValue() ? this.person.value().groups : [];
    const taught = this.session.user()?.groups.filter(({ teaches }) => teaches) ?? [];
    return groups.find(({ id }) => this.isAdmin() || taught.some((mine) => mine.id === id));
  });

  constructor() {
    const title = inject(PageTitle);
    // The document's title is outside Angular's templates.
    effect(() => title.about(this.person.hasValue() ? this.person.value().displayName : ''));
  }

  protected templateName(id: string): string {
    return this.templates.nameOf(id);
  }
}
