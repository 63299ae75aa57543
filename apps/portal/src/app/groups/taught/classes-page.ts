import { Component, computed, inject } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { Languages } from '../../i18n/languages';
import { injectTranslate } from '../../i18n/translate';
import { BlankSlate } from '../../ui/blank-slate';
import { ProblemNote } from '../../ui/problem-note';
import { viewedGroups } from '../all/group-view';
import { GroupsClient } from '../groups-client';

/** The classes that one teaches. */
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
  protected readonly taught = computed(() =>
    viewedGroups(
      (this.groups.hasValue() ? this.groups.value() : []).filter(({ taught }) => taught),
      { search: '', source: undefined, sort: 'name', isDescending: false },
      this.languages.active(),
    ),
  );
}
