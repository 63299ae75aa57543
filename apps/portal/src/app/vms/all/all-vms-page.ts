import { HttpParams } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { Router } from '@angular/router';
import { VmState } from '@vm-manager/contracts';
import { Languages } from '../../i18n/languages';
import { injectTranslate } from '../../i18n/translate';
import { BlankSlate } from '../../ui/blank-slate';
import { ChosenBar } from '../../ui/chosen-bar';
import { FilterChoice } from '../../ui/filter-choice';
import { ProblemNote } from '../../ui/problem-note';
import { SearchBox } from '../../ui/search-box';
import { Selection } from '../../ui/selection';
import { SeveralVms } from '../several-vms';
import { TemplatesClient } from '../templates-client';
import { VmsClient } from '../vms-client';
import { injectClassFilter } from './class-filter';
import { VmTable } from './vm-table';
import { type Names, SORT_KEYS, type SortKey, type View, viewed } from './vm-table-view';

/** Everything a teacher or an administrator may see. Search, filters and order live in the URL. */
@Component({
  selector: 'vmm-all-vms-page',
  imports: [
    BlankSlate,
    ChosenBar,
    FilterChoice,
    MatButton,
    MatIcon,
    MatIconButton,
    ProblemNote,
    SearchBox,
    SeveralVms,
    VmTable,
  ],
  templateUrl: './all-vms-page.html',
  styleUrl: './all-vms-page.scss',
})
export class AllVmsPage {
  /** Query parameters, by the names that the API has for the same filters. */
  readonly search = input<string>();
  readonly state = input<string>();
  readonly template = input<string>();
  readonly group = input<string>();
  readonly owner = input<string>();
  readonly sort = input<string>();
  readonly order = input<string>();

  protected readonly t = injectTranslate();
  private readonly router = inject(Router);
  private readonly languages = inject(Languages);
  private readonly templates = inject(TemplatesClient);
  protected readonly vms = inject(VmsClient).list(() => 'anyone');
  protected readonly classes = injectClassFilter(() => this.group() || undefined);
  protected readonly all = computed(() => (this.vms.hasValue() ? this.vms.value() : []));

  protected readonly view = computed<View>(() => ({
    search: this.search() ?? '',
    state: VmState.safeParse(this.state()).data,
    template: this.template() || undefined,
    group: this.group() || undefined,
    owners: this.classes.owners(),
    owner: this.owner() || undefined,
    sort: SORT_KEYS.find((key) => key === this.sort()) ?? 'since',
    isDescending: this.order() === 'desc',
  }));
  protected readonly isFiltered = computed(() => {
    const { search, state, template, group, owner } = this.view();
    return !!(search || state || template || group || owner);
  });
  protected readonly names: Names = {
    template: (id) => this.templates.nameOf(id),
    state: (state) => this.t(`state.${state}`),
  };
  protected readonly shown = computed(() =>
    viewed(this.all(), this.view(), this.names, this.languages.active()),
  );
  /** Of what is shown: a filter that hides a machine unticks it. */
  protected readonly selection = new Selection(this.shown);

  protected readonly states = computed(() =>
    VmState.options.map((state) => ({ value: state, text: this.names.state(state) })),
  );
  protected readonly templateChoices = computed(() =>
    [...new Set(this.all().map(({ templateId }) => templateId))].map((id) => ({
      value: id,
      text: this.names.template(id),
    })),
  );
  protected readonly groupChoices = computed(() =>
    this.classes
      .groups()
      .map(({ id, name }) => ({ value: id, text: name }))
      .sort((a, b) => a.text.localeCompare(b.text, this.languages.active(), { numeric: true })),
  );
  protected readonly sortChoices = computed(() =>
    SORT_KEYS.map((value) => ({ value, text: this.t(`all-vms.${value}`) })),
  );
  /** What is on screen, for a spreadsheet: the API knows the same filters. */
  protected readonly csv = computed(() => {
    const { search, state, template, group, owner } = this.view();
    const set = Object.entries({ search, state, template, group, owner }).filter(([, value]) => value);
    return `/api/vms.csv?${new HttpParams({ fromObject: Object.fromEntries(set) as Record<string, string> }).toString()}`;
  });
  protected readonly ownerName = computed(
    () => this.all().find(({ owner }) => owner.id === this.owner())?.owner.displayName,
  );

  protected go(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected sortBy(key: SortKey): void {
    const { sort, isDescending } = this.view();
    this.go({ sort: key, order: sort === key && !isDescending ? 'desc' : null });
  }

  protected clear(): void {
    this.go({ search: null, state: null, template: null, group: null, owner: null });
  }
}
