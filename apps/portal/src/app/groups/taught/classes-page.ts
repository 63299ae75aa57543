import { Component, computed, inject } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { Languages } from '../../i18n/languages';
import { injectTranslate } from '../../i18n/translate';
import { BlankSlate } from '../../ui/blank-slate';
import { ProblemNote } from '../../ui/problem-note';
import { viewedGroups } from '../all/group-view';
import { RequestsClient } from '../../requests/requests-client';
import { GroupsClient } from '../groups-client';

/** Where a teacher begins: the classes that one teaches, with what runs, what failed and what waits in each. */
@Component({
  selector: 'vmm-classes-page',
  imports: [BlankSlate, MatIcon, ProblemNote, RouterLink],
  templateUrl: './classes-page.html',
  styleUrl: './classes-page.scss',
})
export class ClassesPage {
  protected readonly t = injectTranslate();
  private readonly languages = inject(Languages);
  protected readonly groups = inject(GroupsClient).list();
  private readonly requests = inject(RequestsClient).list(() => ({ state: 'pending' }));
  protected readonly waiting = computed(() =>
    (this.requests.hasValue() ? this.requests.value() : []).filter(
      ({ state, allowedActions }) => state === 'pending' && allowedActions.includes('approve'),
    ),
  );
  protected readonly taught = computed(() =>
    viewedGroups(
      (this.groups.hasValue() ? this.groups.value() : []).filter(({ taught }) => taught),
      { search: '', source: undefined, sort: 'name', isDescending: false },
      this.languages.active(),
    ),
  );

  protected waitingIn(groupId: string): number {
    return this.waiting().filter(({ groups }) => groups.some(({ id }) => id === groupId)).length;
  }
}
