import { BreakpointObserver } from '@angular/cdk/layout';
import { ViewportScroller } from '@angular/common';
import { httpResource } from '@angular/common/http';
import { Component, afterRenderEffect, computed, inject, input, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { map } from 'rxjs';
import * as z from 'zod';
import { Languages } from '../i18n/languages';
import { PageTitle } from '../i18n/page-title';
import { injectTranslate } from '../i18n/translate';
import { Session } from '../session/session';
import { GhostRows } from '../ui/ghost-rows';
import { ProblemNote } from '../ui/problem-note';
import { SearchBox } from '../ui/search-box';
import { Guide } from './guide';
import { GuideText } from './guide-text';
import { passagesWith, textsOf } from './passages';

const Guides = z.array(Guide);
/** As wide as the style sheet says for two columns. */
const TWO_COLUMNS = '(width >= 1000px)';

/** The guides that are for whoever is signed in: to read, and to search. */
@Component({
  selector: 'vmm-help-page',
  imports: [GhostRows, GuideText, ProblemNote, RouterLink, SearchBox],
  templateUrl: './help-page.html',
  styleUrl: './help-page.scss',
})
export class HelpPage {
  /** Route parameter. */
  readonly guide = input<string>();
  /** Query parameter: what is searched for. */
  readonly q = input<string>();
  protected readonly t = injectTranslate();
  protected readonly languages = inject(Languages);
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly scroller = inject(ViewportScroller);
  private readonly pageTitle = inject(PageTitle);

  protected readonly guides = httpResource(
    () => (this.session.user() ? `/guides/${this.session.user()?.role}.json` : undefined),
    { parse: (body) => Guides.parse(body) },
  );
  /** The one that is asked for, where it is for this reader. */
  protected readonly current = computed(() => {
    const guides = this.guides.hasValue() ? this.guides.value() : [];
    return guides.find(({ name }) => name === this.guide()) ?? guides[0];
  });
  protected readonly headings = computed(
    () => this.current()?.sections.filter(({ level, title }) => level === 2 && title !== '') ?? [],
  );
  protected readonly hasRoom = toSignal(
    inject(BreakpointObserver)
      .observe(TWO_COLUMNS)
      .pipe(map(({ matches }) => matches)),
    { requireSync: true },
  );
  protected readonly words = computed(() => (this.q() ?? '').trim());
  private readonly texts = computed(() => textsOf(this.guides.hasValue() ? this.guides.value() : []));
  protected readonly found = computed(() => (this.words() ? passagesWith(this.words(), this.texts()) : []));

  constructor() {
    // The router looked for the anchor before there was a guide; once it is there, the router finds others by itself.
    afterRenderEffect(() => {
      if (!this.guides.hasValue()) return;
      const anchor = untracked(() => this.route.snapshot.fragment);
      if (anchor) this.scroller.scrollToAnchor(anchor);
    });
    afterRenderEffect(() => this.pageTitle.about(this.current()?.title ?? ''));
  }

  protected search(typed: string): void {
    void this.router.navigate([], {
      relativeTo: this.route,
      queryParams: { q: typed || null },
      // Each letter is no step to go back to.
      replaceUrl: this.q() !== undefined,
    });
  }
}
