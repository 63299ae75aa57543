import { Component, inject, signal, effect } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { EventFeed } from '../events/event-feed';
import { injectTranslate } from '../i18n/translate';

const PATIENCE_MS = 3000;

/** A bar at the top, away from buttons, while pushes do not arrive; a hiccup shorter than three seconds is not worth a word. */
@Component({
  selector: 'vmm-stale-note',
  imports: [MatIcon],
  template: `
    <div role="status">
      @if (isShown()) {
        <p><mat-icon svgIcon="cloud-off" aria-hidden="true" />{{ t('shell.stale') }}</p>
      }
    </div>
  `,
  styles: `
    div {
      position: fixed;
      z-index: 20;
      inset: 8px 16px auto;
      display: flex;
      justify-content: center;
      pointer-events: none;
    }
    p {
      display: flex;
      align-items: center;
      gap: 12px;
      padding: 12px 16px;
      border-radius: var(--vmm-radius-control);
      background: var(--mat-sys-inverse-surface);
      box-shadow: var(--vmm-shadow);
      color: var(--mat-sys-inverse-on-surface);
    }
  `,
})
export class StaleNote {
  protected readonly isShown = signal(false);
  protected readonly t = injectTranslate();
  private readonly feed = inject(EventFeed);

  constructor() {
    // A timer is outside the signal graph.
    effect((onCleanup) => {
      if (!this.feed.isLost()) return this.isShown.set(false);
      const timer = setTimeout(() => this.isShown.set(true), PATIENCE_MS);
      onCleanup(() => clearTimeout(timer));
    });
  }
}
