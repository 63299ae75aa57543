import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { Router, RouterLink } from '@angular/router';
import { injectTranslate } from '../../i18n/translate';
import { OwnQuota } from '../../quotas/own-quota';
import { Session } from '../../session/session';
import { BlankSlate } from '../../ui/blank-slate';
import { ProblemNote } from '../../ui/problem-note';
import { SearchBox } from '../../ui/search-box';
import { matchesSearch } from '../vm-search';
import { VmsClient } from '../vms-client';
import { VmCard } from './vm-card';

/** With fewer machines than this one looks, and does not search. */
const WORTH_SEARCHING = 7;

@Component({
  selector: 'vmm-my-vms-page',
  imports: [BlankSlate, MatButton, MatIcon, OwnQuota, ProblemNote, RouterLink, SearchBox, VmCard],
  templateUrl: './my-vms-page.html',
  styleUrl: './my-vms-page.scss',
})
export class MyVmsPage {
  /** Query parameter. */
  readonly search = input<string>();
  protected readonly t = injectTranslate();
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  protected readonly vms = inject(VmsClient).list(() => this.session.user()?.id);
  protected readonly all = computed(() => (this.vms.hasValue() ? this.vms.value() : []));
  protected readonly shown = computed(() =>
    this.all().filter((vm) => matchesSearch(vm, this.search() ?? '')),
  );
  protected readonly running = computed(() => this.all().filter(({ state }) => state === 'running').length);
  protected readonly isWorthSearching = computed(
    () => this.all().length >= WORTH_SEARCHING || !!this.search(),
  );

  protected find(search: string): void {
    void this.router.navigate([], { queryParams: { search: search || null }, replaceUrl: true });
  }
}
