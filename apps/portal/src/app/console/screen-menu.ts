import { DOCUMENT, Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDivider } from '@angular/material/divider';
import { MatIcon } from '@angular/material/icon';
import { MatMenuModule } from '@angular/material/menu';
import { Router } from '@angular/router';
import { injectSizes } from '../i18n/sizes';
import { injectTranslate } from '../i18n/translate';
import { ConsoleClient } from './console-client';
import type { ConsoleScreen } from './console-screen';
import { type LineQuality, measuredRoundTrip, rated } from './line-quality';
import { SIZINGS, ScreenSizing } from './screen-sizing';

/** How the screen is shown, where, and how good the line to it is. */
@Component({
  selector: 'vmm-screen-menu',
  imports: [MatButton, MatDivider, MatIcon, MatMenuModule],
  template: `
    <button
      mat-button
      type="button"
      [matMenuTriggerFor]="menu"
      [attr.aria-label]="t('console.show.title')"
      (menuOpened)="measure()"
    >
      <mat-icon svgIcon="desktop" /><span class="word">{{ t('console.show.title') }}</span>
    </button>
    <mat-menu #menu="matMenu" xPosition="before">
      <ng-template matMenuContent>
        @for (each of sizings; track each) {
          <button
            mat-menu-item
            type="button"
            role="menuitemradio"
            [attr.aria-checked]="each === sizing.value()"
            (click)="sizing.choose(each)"
          >
            @if (each === sizing.value()) {
              <mat-icon svgIcon="check-circle" />
            }
            {{ t(textOf(each)) }}
          </button>
        }
        <mat-divider />
        <button mat-menu-item type="button" (click)="openWindow()">{{ t('console.show.window') }}</button>
        <button mat-menu-item type="button" (click)="save()">{{ t('console.show.save') }}</button>
        <p class="quality">{{ sentence() }}</p>
      </ng-template>
    </mat-menu>
  `,
  styles: `
    :host {
      --mat-button-text-label-text-color: currentColor;
      flex: none;
    }
    .quality {
      max-width: 240px;
      min-height: 3em;
      margin: 0;
      padding: 8px 16px;
      color: var(--vmm-muted);
      font-size: var(--vmm-size-small);
    }
    @media (width < 1200px) {
      .word {
        display: none;
      }
      [mat-button] {
        min-width: 40px;
        padding-inline: 8px;

        mat-icon {
          margin: 0;
        }
      }
    }
  `,
})
export class ScreenMenu {
  readonly vmId = input.required<string>();
  readonly name = input.required<string>();
  readonly screen = input.required<Pick<ConsoleScreen, 'picture' | 'received'> | undefined>();
  protected readonly t = injectTranslate();
  protected readonly sizing = inject(ScreenSizing);
  protected readonly sizings = SIZINGS;
  private readonly sizes = injectSizes();
  private readonly client = inject(ConsoleClient);
  private readonly router = inject(Router);
  private readonly document = inject(DOCUMENT);
  private readonly quality = signal<LineQuality | undefined>(undefined);
  protected readonly sentence = computed(() => {
    const quality = this.quality();
    if (!quality) return this.t('console.show.measuring');
    const rating = rated(quality);
    if (rating === 'away') return this.t('console.show.line.away');
    const ms = Math.max(1, Math.round(quality.roundTripMs ?? 0));
    return this.t(`console.show.line.${rating}`, {
      ms,
      received: this.sizes.memory(quality.bytes / 2 ** 20),
    });
  });

  protected textOf(sizing: (typeof SIZINGS)[number]) {
    return `console.show.${sizing}` as const;
  }

  protected async measure(): Promise<void> {
    this.quality.set(undefined);
    const roundTripMs = await measuredRoundTrip(() => this.client.hello());
    this.quality.set({ roundTripMs, bytes: this.screen()?.received() ?? 0 });
  }

  /** The screen moves there: this tab leaves it. */
  protected openWindow(): void {
    const { defaultView: window } = this.document;
    const opened = window?.open(window.location.href, `vmm-${this.vmId()}`, 'popup,width=1280,height=860');
    if (opened) void this.router.navigate(['/machines', this.vmId()]);
  }

  protected save(): void {
    const picture = this.screen()?.picture();
    if (!picture) return;
    const link = this.document.createElement('a');
    link.href = picture;
    link.download = `${this.name()}.png`;
    link.click();
  }
}
