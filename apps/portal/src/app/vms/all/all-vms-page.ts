import { HttpParams, httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { Router } from '@angular/router';
import { Group, VmFilter, VmSort, VmState } from '@vm-manager/contracts';
import * as z from 'zod';
import { Languages } from '../../i18n/languages';
import { injectTranslate } from '../../i18n/translate';
import { BlankSlate } from '../../ui/blank-slate';
import { ChosenBar } from '../../ui/chosen-bar';
import { FilterChoice } from '../../ui/filter-choice';
import { ProblemNote } from '../../ui/problem-note';
import { SearchBox } from '../../ui/search-box';
import { SeveralVms } from '../several-vms';
import { TemplatesClient } from '../templates-client';
import { totalOf } from '../state-counts';
import { type VmQuery, VmsClient } from '../vms-client';
import { injectChosenVms } from './chosen-vms';
import { injectVmRows } from './vm-rows';
import { COLUMNS, type Names, VmTable } from './vm-table';

const Groups = z.array(Group);
/** What the API takes. */
const SEARCH_MAX = 200;

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
  private readonly client = inject(VmsClient);
  private readonly groups = httpResource(() => '/api/groups', { parse: (body) => Groups.parse(body) });
  /** Of all that one may see, whatever is shown. */
  private readonly counts = this.client.counts();
  protected readonly total = computed(() => (this.counts.hasValue() ? totalOf(this.counts.value()) : 0));

  protected readonly sortedBy = computed(() => VmSort.safeParse(this.sort()).data ?? 'since');
  protected readonly isDescending = computed(() => this.order() === 'desc');
  /** What the API would refuse counts as absent, so that an old link still shows something. */
  private readonly filter = computed(() => {
    const search = this.search()?.trim().slice(0, SEARCH_MAX);
    const { shape } = VmFilter;
    const state = shape.state.safeParse(this.state()).data;
    const template = shape.template.safeParse(this.template()).data;
    const group = shape.group.safeParse(this.group()).data;
    const owner = shape.owner.safeParse(this.owner()).data;
    return {
      ...(search && { search }),
      ...(state && { state }),
      ...(template && { template }),
      ...(group && { group }),
      ...(owner && { owner }),
    };
  });
  protected readonly isFiltered = computed(() => Object.keys(this.filter()).length > 0);
  private readonly query = computed<VmQuery>(() => ({
    ...this.filter(),
    sort: this.sortedBy(),
    order: this.isDescending() ? 'desc' : 'asc',
  }));
  protected readonly vms = injectVmRows(this.query);
  protected readonly selection = injectChosenVms(this.vms);
  protected readonly names: Names = {
    template: (id) => this.templates.nameOf(id),
    state: (state) => this.t(`state.${state}`),
  };
  protected readonly chosenText = computed(() => {
    const chosen = this.t.count('several.chosen', this.selection.chosen().length);
    const elsewhere = this.selection.elsewhere();
    return elsewhere > 0 ? `${chosen}, ${this.t.count('all-vms.elsewhere', elsewhere)}` : chosen;
  });

  protected readonly states = computed(() =>
    VmState.options.map((state) => ({ value: state, text: this.names.state(state) })),
  );
  protected readonly templateChoices = computed(() =>
    (this.templates.all.hasValue() ? this.templates.all.value() : []).map(({ id, name }) => ({
      value: id,
      text: name,
    })),
  );
  protected readonly groupChoices = computed(() =>
    (this.groups.hasValue() ? this.groups.value() : [])
      .map(({ id, name }) => ({ value: id, text: name }))
      .sort((a, b) => a.text.localeCompare(b.text, this.languages.active(), { numeric: true })),
  );
  protected readonly sortChoices = computed(() =>
    COLUMNS.map((value) => ({ value, text: this.t(`all-vms.${value}`) })),
  );
  /** What is on screen, for a spreadsheet: the API knows the same filters. */
  protected readonly csv = computed(
    () => `/api/vms.csv?${new HttpParams({ fromObject: this.filter() }).toString()}`,
  );
  protected readonly ownerName = computed(
    () => this.vms.rows()?.find((vm) => vm?.owner.id === this.owner())?.owner.displayName,
  );

  protected go(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected sortBy(key: VmSort): void {
    const turnsRound = this.sortedBy() === key && !this.isDescending();
    this.go({ sort: key, order: turnsRound ? 'desc' : null });
  }

  protected clear(): void {
    this.go({ search: null, state: null, template: null, group: null, owner: null });
  }
}
