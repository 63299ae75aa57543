import { Component, DOCUMENT, DestroyRef, ElementRef, inject, viewChild } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterOutlet } from '@angular/router';
import { filter, map, pairwise, startWith, tap } from 'rxjs';
import { injectTranslate } from '../i18n/translate';
import { DemoBanner } from '../platform/demo-banner';
import { Places } from './places';
import { StaleNote } from './stale-note';
import { TopBar } from './top-bar';

/** Menus and messages: the first page does without them, and the first click does not wait for them. */
const SOON = [() => import('./account-menu'), () => import('@angular/material/snack-bar')];
const SOON_MS = 3000;

/** What stands around every page but the sign-in and the console. */
@Component({
  selector: 'vmm-shell',
  imports: [DemoBanner, Places, RouterOutlet, StaleNote, TopBar],
  template: `
    <a class="skip" href="#main" (click)="skip($event)">{{ t('shell.skip') }}</a>
    <vmm-places />
    <div class="beside">
      <vmm-demo-banner />
      <vmm-top-bar />
      <main #main id="main" tabindex="-1"><router-outlet /></main>
    </div>
    <vmm-stale-note />
  `,
  styleUrl: './shell.scss',
})
export class Shell {
  protected readonly t = injectTranslate();
  private readonly main = viewChild.required<ElementRef<HTMLElement>>('main');
  private readonly document = inject(DOCUMENT);

  constructor() {
    const pages = inject(Router).events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map((event) => pageOf(event.urlAfterRedirects)),
      startWith(pageOf(this.document.location.pathname)),
      pairwise(),
      // A new page starts at its beginning for keyboard and screen reader; tabs and filters are the same page.
      tap(([before, after]) => before !== after && this.main().nativeElement.focus({ preventScroll: true })),
    );
    toSignal(pages);
    const soon = setTimeout(() => {
      // Whoever needs one that did not come asks again.
      for (const part of SOON) part().catch(() => undefined);
    }, SOON_MS);
    inject(DestroyRef).onDestroy(() => clearTimeout(soon));
  }

  protected skip(event: Event): void {
    event.preventDefault();
    this.main().nativeElement.focus();
  }
}

/** The part of a path that makes a page of its own: `/machines/:id` and its tabs are one. */
const pageOf = (url: string) => {
  const parts = url.split(/[?#]/)[0]?.split('/') ?? [];
  return parts.slice(0, parts[1] === 'machines' ? 3 : undefined).join('/');
};
