import { Component, computed, inject } from '@angular/core';
import { injectTranslate } from '../i18n/translate';
import { GroupsClient } from '../groups/groups-client';
import { Languages } from '../i18n/languages';
import { BlankSlate } from '../ui/blank-slate';
import { GhostRows } from '../ui/ghost-rows';
import { ProblemNote } from '../ui/problem-note';
import { DefaultQuotaForm } from '../quotas/default-quota-form';
import { GroupBudget } from '../quotas/group-budget';

/** Where all limits come from: the default, then each group's share. A person's own is set with the person. */
@Component({
  selector: 'vmm-quotas-page',
  imports: [BlankSlate, DefaultQuotaForm, GhostRows, GroupBudget, ProblemNote],
  template: `
    <div class="page-head">
      <h1>{{ t('page.quotas') }}</h1>
    </div>
    <p class="muted lead">{{ t('quota.page-lead') }}</p>
    <vmm-default-quota-form />
    <h2>{{ t('quota.groups') }}</h2>
    @if (groups.hasValue()) {
      <ul>
        @for (group of all(); track group.id) {
          <li><vmm-group-budget [group]="group" /></li>
        } @empty {
          <li><vmm-blank-slate icon="group" [title]="t('quota.no-groups')" /></li>
        }
      </ul>
    } @else if (groups.error(); as error) {
      <vmm-problem-note [error]="error" (retry)="groups.reload()" />
    } @else {
      <vmm-ghost-rows [count]="4" />
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .page-head {
      margin-bottom: 0;
    }
    .lead {
      max-width: 76ch;
      margin-bottom: 16px;
    }
    h2 {
      margin: 32px 0 12px;
    }
    ul {
      display: grid;
      gap: 12px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
  `,
})
export class QuotasPage {
  protected readonly t = injectTranslate();
  private readonly languages = inject(Languages);
  protected readonly groups = inject(GroupsClient).list();
  protected readonly all = computed(() =>
    [...(this.groups.value() ?? [])].sort((a, b) =>
      a.name.localeCompare(b.name, this.languages.active(), { numeric: true }),
    ),
  );
}
