import {
  Component,
  ElementRef,
  Injector,
  afterNextRender,
  computed,
  inject,
  linkedSignal,
  signal,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { Vm } from '@vm-manager/contracts';
import { OwnClearings } from '../clearing/own-clearings';
import { OwnInvitations } from '../../invitations/own-invitations';
import { Languages } from '../../i18n/languages';
import { injectTranslate } from '../../i18n/translate';
import { BinDays } from '../../platform/bin-days';
import { OwnQuota } from '../../quotas/own-quota';
import { Session } from '../../session/session';
import { BlankSlate } from '../../ui/blank-slate';
import { anyText, injectListUrl, oneOf } from '../../ui/list-url';
import { ProblemNote } from '../../ui/problem-note';
import { SearchBox } from '../../ui/search-box';
import { matchesSearch } from '../vm-search';
import { VmsClient } from '../vms-client';
import { ListTools, type Look } from './list-tools';
import { SORTS, STATE_GROUP_NAMES, type Sort, groupOf, kept, ordered } from './my-vms-view';
import { VmCard } from './vm-card';
import { VmLine } from './vm-line';

/** With fewer machines than this one looks, and does not search. */
const WORTH_SEARCHING = 7;
/** How many are put on screen at a time: two hundred cards are ten thousand elements. */
const AT_A_TIME: Record<Look, number> = { cards: 24, list: 60 };
const STORED = 'vmm.my-machines';

@Component({
  selector: 'vmm-my-vms-page',
  imports: [
    BlankSlate,
    ListTools,
    MatButton,
    MatIcon,
    OwnClearings,
    OwnInvitations,
    OwnQuota,
    ProblemNote,
    RouterLink,
    SearchBox,
    VmCard,
    VmLine,
  ],
  templateUrl: './my-vms-page.html',
  styleUrl: './my-vms-page.scss',
})
export class MyVmsPage {
  protected readonly list = injectListUrl(
    { search: anyText(), state: oneOf(STATE_GROUP_NAMES) },
    () => SORTS,
  );
  protected readonly t = injectTranslate();
  protected readonly binDays = inject(BinDays).days;
  private readonly session = inject(Session);
  private readonly languages = inject(Languages);
  private readonly injector = inject(Injector);
  private readonly page = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  protected readonly vms = inject(VmsClient).ofOwner(() => this.session.user()?.id);
  protected readonly all = computed(() => (this.vms.hasValue() ? this.vms.value() : []));
  protected readonly running = computed(() => this.all().filter(({ state }) => state === 'running').length);
  protected readonly isWorthSearching = computed(
    () => this.all().length >= WORTH_SEARCHING || this.list.isFiltered(),
  );
  protected readonly look = signal<Look>(localStorage.getItem(STORED) === 'list' ? 'list' : 'cards');

  private readonly order = linkedSignal<{ by: string; sort: Sort; vms: readonly Vm[] }, string[]>({
    source: () => {
      const { sort, state, search } = this.list.view();
      return { by: `${sort} ${state} ${search}`, sort, vms: this.all() };
    },
    computation: ({ by, sort, vms }, previous) =>
      previous?.source.by === by && previous.value.length > 0
        ? kept(previous.value, vms)
        : ordered(vms, sort, this.languages.active()),
  });
  protected readonly found = computed(() => {
    const { state, search } = this.list.view();
    const byId = new Map(this.all().map((vm) => [vm.id, vm]));
    return this.order().flatMap((id) => {
      const vm = byId.get(id);
      return vm && (!state || groupOf(vm.state) === state) && matchesSearch(vm, search) ? [vm] : [];
    });
  });
  private readonly limit = linkedSignal({
    source: () => `${this.look()} ${this.list.view().state} ${this.list.view().search}`,
    computation: () => AT_A_TIME[this.look()],
  });
  protected readonly shown = computed(() => this.found().slice(0, this.limit()));
  protected readonly nextCount = computed(() =>
    Math.min(AT_A_TIME[this.look()], this.found().length - this.shown().length),
  );

  protected lookAs(look: Look): void {
    localStorage.setItem(STORED, look);
    this.look.set(look);
  }

  /** The first of the new ones gets the focus: a keyboard goes on where it was. */
  protected showMore(): void {
    const before = this.shown().length;
    this.limit.update((limit) => limit + AT_A_TIME[this.look()]);
    const focus = () => {
      const first = this.page.querySelectorAll('.machines > li').item(before);
      first.querySelector<HTMLElement>('a:not([tabindex])')?.focus();
    };
    afterNextRender(focus, { injector: this.injector });
  }
}
