import { HttpParams, httpResource } from '@angular/common/http';
import { Component, computed, inject } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { Group, Id, VmSort, VmState } from '@vm-manager/contracts';
import * as z from 'zod';
import { Languages } from '../../i18n/languages';
import { injectTranslate } from '../../i18n/translate';
import { BlankSlate } from '../../ui/blank-slate';
import { ChosenBar } from '../../ui/chosen-bar';
import { type Filter, FilterBar } from '../../ui/filter-bar';
import { FilterChoice } from '../../ui/filter-choice';
import { GhostRows } from '../../ui/ghost-rows';
import { anyText, injectListUrl, oneOf } from '../../ui/list-url';
import { ProblemNote } from '../../ui/problem-note';
import { SeveralVms } from '../several-vms';
import { TemplatesClient } from '../templates-client';
import { totalOf } from '../state-counts';
import { type VmQuery, VmsClient } from '../vms-client';
import { injectChosenVms } from './chosen-vms';
import { injectVmRows } from './vm-rows';
import { COLUMNS, type Names, VmTable } from './vm-table';

const Groups = z.array(Group);
const anId = (text: string) => Id.safeParse(text).data;

/** Everything a teacher or an administrator may see. Search, filters and order live in the URL. */
@Component({
  selector: 'vmm-all-vms-page',
  imports: [
    BlankSlate,
    ChosenBar,
    FilterBar,
    FilterChoice,
    GhostRows,
    MatButton,
    MatIcon,
    MatIconButton,
    ProblemNote,
    SeveralVms,
    VmTable,
  ],
  templateUrl: './all-vms-page.html',
  styleUrl: './all-vms-page.scss',
})
export class AllVmsPage {
  protected readonly t = injectTranslate();
  private readonly languages = inject(Languages);
  private readonly templates = inject(TemplatesClient);
  private readonly client = inject(VmsClient);
  private readonly groups = httpResource(() => '/api/groups', { parse: (body) => Groups.parse(body) });
  /** Of all that one may see, whatever is shown. */
  private readonly counts = this.client.counts();
  protected readonly total = computed(() => (this.counts.hasValue() ? totalOf(this.counts.value()) : 0));

  protected readonly list = injectListUrl(
    {
      search: anyText(),
      state: oneOf(VmState.options),
      template: anyText(100),
      group: anId,
      owner: anId,
    },
    () => VmSort.options,
  );
  private readonly query = computed<VmQuery>(() => ({
    ...this.list.query(),
    sort: this.list.sort(),
    order: this.list.isDescending() ? 'desc' : 'asc',
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

  protected readonly filters = computed<readonly Filter[]>(() => {
    const groups = (this.groups.hasValue() ? this.groups.value() : [])
      .map(({ id, name }) => ({ value: id, text: name }))
      .sort((a, b) => a.text.localeCompare(b.text, this.languages.active(), { numeric: true }));
    const templates = this.templates.all.hasValue() ? this.templates.all.value() : [];
    return [
      {
        name: 'state',
        label: this.t('all-vms.state'),
        choices: VmState.options.map((state) => ({ value: state, text: this.names.state(state) })),
      },
      {
        name: 'template',
        label: this.t('all-vms.template'),
        choices: templates.map(({ id, name }) => ({ value: id, text: name })),
      },
      ...(groups.length > 1 || this.list.view().group
        ? [{ name: 'group', label: this.t('all-vms.group'), choices: groups }]
        : []),
    ];
  });
  protected readonly sortChoices = computed(() =>
    COLUMNS.map((value) => ({ value, text: this.t(`all-vms.${value}`) })),
  );
  /** What is on screen, for a spreadsheet: the API knows the same filters. */
  protected readonly csv = computed(
    () => `/api/vms.csv?${new HttpParams({ fromObject: this.list.query() }).toString()}`,
  );
  protected readonly ownerName = computed(
    () => this.vms.rows()?.find((vm) => vm?.owner.id === this.list.view().owner)?.owner.displayName,
  );
}
