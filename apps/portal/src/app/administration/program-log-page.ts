import {
  Component,
  DestroyRef,
  ElementRef,
  afterNextRender,
  computed,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { type ProgramLogLine, mentionsAll } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { ProblemNote } from '../ui/problem-note';
import { SearchBox } from '../ui/search-box';
import { stayAtEnd } from '../ui/stay-at-end';
import { PlatformDetailsClient } from './platform-details-client';

const LOOK_AGAIN_MS = 2_000;
/** The most that is kept on screen. */
const LINES_AT_MOST = 2_000;

/** What one of the platform's programs says, as it says it. */
@Component({
  selector: 'vmm-program-log-page',
  imports: [MatButton, MatIcon, ProblemNote, RouterLink, SearchBox],
  template: `
    <a class="back-link" routerLink="/administration/plateforme">
      <mat-icon svgIcon="arrow-back" aria-hidden="true" />{{ t('page.platform') }}
    </a>
    <div class="page-head">
      <h1>{{ nom() ?? id() }}</h1>
    </div>
    <div class="filter-bar">
      <vmm-search-box [label]="t('programs.search')" [value]="search()" (changed)="search.set($event)" />
      <a matButton="outlined" [href]="file()" download>
        <mat-icon svgIcon="download" aria-hidden="true" />{{ t('programs.download') }}
      </a>
    </div>
    @if (problem(); as error) {
      <vmm-problem-note [error]="error" (retry)="look()" />
    }
    <div
      #box
      class="lines mono"
      tabindex="0"
      role="log"
      aria-live="off"
      [attr.aria-label]="t('programs.log')"
    >
      @for (line of shown(); track $index) {
        <p [class.error]="line.isError">{{ line.text }}</p>
      } @empty {
        <p class="muted">{{ t(isRead() ? 'programs.no-lines' : 'common.loading') }}</p>
      }
    </div>
  `,
  styles: `
    .lines {
      overflow: auto;
      height: max(240px, calc(100dvh - 320px));
      padding: 12px;
      border-radius: var(--vmm-radius-control);
      background: var(--vmm-hollow);
      font-size: var(--vmm-size-small);
      line-height: 1.6;
    }
    p {
      margin: 0;
      overflow-wrap: anywhere;
      white-space: pre-wrap;
    }
    .error {
      color: var(--vmm-failed);
    }
  `,
})
export class ProgramLogPage {
  /** Route parameter. */
  readonly id = input.required<string>();
  /** Query parameter: what it is called. */
  readonly nom = input<string>();
  protected readonly t = injectTranslate();
  private readonly client = inject(PlatformDetailsClient);
  private readonly box = viewChild.required<ElementRef<HTMLElement>>('box');
  private readonly lines = signal<readonly ProgramLogLine[]>([]);
  protected readonly search = signal('');
  protected readonly isRead = signal(false);
  protected readonly problem = signal<unknown>(undefined);
  protected readonly file = computed(
    () => `/api/platform/log.txt?program=${encodeURIComponent(this.id())}&lines=5000`,
  );
  protected readonly shown = computed(() =>
    this.lines().filter(({ text }) => mentionsAll(text, this.search())),
  );
  private isLooking = false;

  constructor() {
    const timer = setInterval(() => void this.look(), LOOK_AGAIN_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
    afterNextRender(() => void this.look());
    stayAtEnd(this.box, this.shown);
  }

  protected async look(): Promise<void> {
    if (this.isLooking || document.visibilityState !== 'visible') return;
    this.isLooking = true;
    try {
      const more = await this.client.log(this.id(), this.lines().at(-1)?.at);
      if (more.length > 0) this.lines.update((known) => [...known, ...more].slice(-LINES_AT_MOST));
      this.isRead.set(true);
      this.problem.set(undefined);
    } catch (error) {
      this.problem.set(error);
    } finally {
      this.isLooking = false;
    }
  }
}
