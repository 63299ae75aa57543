import { HttpParams } from '@angular/common/http';
import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { AuditAction, AuditOutcome } from '@vm-manager/contracts';
import { localeOf } from '../i18n/format';
import { Languages } from '../i18n/languages';
import { SchoolTime } from '../i18n/school-time';
import { injectTranslate } from '../i18n/translate';
import { Session } from '../session/session';
import { BlankSlate } from '../ui/blank-slate';
import { DateChoice } from '../ui/date-choice';
import { FilterChoice } from '../ui/filter-choice';
import { GhostRows } from '../ui/ghost-rows';
import { injectListUrl } from '../ui/list-url';
import { ProblemNote } from '../ui/problem-note';
import { SearchBox } from '../ui/search-box';
import { AuditLine } from './audit-line';
import { byDay, injectAuditLog } from './audit-log';
import { FILTERS, KINDS, kindOf, toQuery } from './audit-query';

/** Each look at the log is a line in it: a name is sent when it is typed, not letter by letter. */
const TYPING_MS = 500;

/** Who did what, newest first. All filters live in the URL. */
@Component({
  selector: 'vmm-audit-page',
  imports: [
    AuditLine,
    BlankSlate,
    DateChoice,
    FilterChoice,
    GhostRows,
    MatButton,
    MatIcon,
    ProblemNote,
    SearchBox,
  ],
  templateUrl: './audit-page.html',
  styleUrl: './audit-page.scss',
})
export class AuditPage {
  protected readonly t = injectTranslate();
  private readonly languages = inject(Languages);
  private readonly school = inject(SchoolTime);
  private readonly session = inject(Session);
  private typing: ReturnType<typeof setTimeout> | undefined;

  protected readonly list = injectListUrl(FILTERS);
  private readonly query = computed(() => toQuery(this.list.view(), this.school));
  protected readonly log = injectAuditLog(this.query);
  /** One's own readings of the audit log are left out, as opening this page is one; they are shown when asked for. */
  private readonly entries = computed(() => {
    const own = this.session.user()?.id;
    const isAsked = this.list.view().kind === 'audit';
    return (this.log.read()?.entries ?? []).filter(
      ({ action, actor }) => isAsked || action !== 'audit.read' || actor?.id !== own,
    );
  });
  protected readonly days = computed(() => byDay(this.entries(), (at) => this.school.dayOf(at)));
  protected readonly csv = computed(
    () => `/api/audit.csv?${new HttpParams({ fromObject: this.query() }).toString()}`,
  );

  protected readonly kinds = computed(() =>
    KINDS.map((value) => ({ value, text: this.t(`audit.kind.${value}`) })),
  );
  protected readonly actions = computed(() => {
    const { kind } = this.list.view();
    return AuditAction.options
      .filter((value) => kind && kindOf(value) === kind)
      .map((value) => ({ value, text: this.t(`audit.action.${value}`) }));
  });
  protected readonly outcomes = computed(() =>
    AuditOutcome.options.map((value) => ({ value, text: this.t(`audit.outcome.${value}`) })),
  );

  protected dayName(day: string): string {
    // A day is the same everywhere; only its name is asked for.
    return new Intl.DateTimeFormat(localeOf(this.languages.active()), {
      dateStyle: 'full',
      timeZone: 'UTC',
    }).format(new Date(day));
  }

  protected find(person: string): void {
    clearTimeout(this.typing);
    const look = () => this.list.set({ person: person || null });
    if (person) this.typing = setTimeout(look, TYPING_MS);
    else look();
  }

  protected clear(): void {
    clearTimeout(this.typing);
    this.list.clear();
  }
}
