import { Component, computed, effect, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatTabsModule } from '@angular/material/tabs';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import type { Vm } from '@vm-manager/contracts';
import { Ago } from '../../i18n/ago';
import { PageTitle } from '../../i18n/page-title';
import { injectTranslate } from '../../i18n/translate';
import { Session } from '../../session/session';
import { BlankSlate } from '../../ui/blank-slate';
import { ProblemNote } from '../../ui/problem-note';
import { ViewersNote } from '../../ui/viewers-note';
import { JobProgress } from '../job-progress';
import { NextStartNote } from '../next-start-note';
import { PrimaryButton } from '../primary-button';
import { StateChip } from '../state-chip';
import { TemplatesClient } from '../templates-client';
import { REMAKE_ACTIONS } from '../offered-actions';
import { VmMenu } from '../vm-menu';
import { CurrentVm } from './current-vm';
import { EvaluationNote } from './evaluation-note';
import { FailureNote } from './failure-note';
import { HandedPasswordsNote } from './handed-passwords-note';
import { QuickActions } from './quick-actions';
import { VmPageGhost } from './vm-page-ghost';

const TABS = [
  { path: './', text: 'vm.overview', isExact: true },
  { path: './activite', text: 'page.vm-activity', isExact: false },
  { path: './mesures', text: 'page.vm-metrics', isExact: false },
  { path: './restauration', text: 'page.vm-restore-points', isExact: false },
  { path: './sauvegardes', text: 'page.vm-backups', isExact: false },
  { path: './reglages', text: 'page.vm-settings', isExact: false },
] as const;

@Component({
  selector: 'vmm-vm-page',
  imports: [
    Ago,
    BlankSlate,
    EvaluationNote,
    FailureNote,
    HandedPasswordsNote,
    JobProgress,
    MatButton,
    MatIcon,
    MatTabsModule,
    NextStartNote,
    PrimaryButton,
    ProblemNote,
    QuickActions,
    RouterLink,
    RouterLinkActive,
    RouterOutlet,
    StateChip,
    ViewersNote,
    VmMenu,
    VmPageGhost,
  ],
  providers: [CurrentVm],
  templateUrl: './vm-page.html',
  styleUrl: './vm-page.scss',
})
export class VmPage {
  protected readonly t = injectTranslate();
  protected readonly current = inject(CurrentVm);
  protected readonly templates = inject(TemplatesClient);
  private readonly session = inject(Session);
  private readonly title = inject(PageTitle);

  protected readonly me = computed(() => this.session.user()?.id);
  protected readonly isOwn = computed(() => this.current.vm()?.owner.id === this.me());
  protected readonly tabs = computed(() =>
    TABS.filter(({ path }) => path !== './sauvegardes' || this.session.seesOthers()),
  );

  /** Its ways out stand beside the reason, at the top of the page. */
  protected isRemade({ allowedActions }: Vm): boolean {
    return REMAKE_ACTIONS.some((action) => allowedActions.includes(action));
  }

  constructor() {
    // The document's title is outside Angular's templates.
    effect(() => this.title.about(this.current.vm()?.name ?? ''));
  }
}
