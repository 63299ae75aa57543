import {
  Component,
  DestroyRef,
  DOCUMENT,
  ElementRef,
  computed,
  effect,
  inject,
  input,
  signal,
  untracked,
} from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatIcon } from '@angular/material/icon';
import type { Vm, VmState } from '@vm-manager/contracts';
import { fromEvent, map } from 'rxjs';
import { EventFeed } from '../events/event-feed';
import type { TextKey } from '../i18n/text-key';
import { injectTranslate } from '../i18n/translate';
import type { IconName } from '../ui/icons';
import { VmsClient } from './vms-client';

/** Says that somebody still looks: the API takes new pictures for half a minute, and tells when there is another one. */
const LOOKING_MS = 20_000;

/** Widths are asked for in these steps, so that people with windows of other sizes share a picture. */
const WIDTH_STEP = 80;

const PLACEHOLDERS: Record<VmState, { icon: IconName; text: TextKey }> = {
  queued: { icon: 'hourglass', text: 'picture.building' },
  creating: { icon: 'hourglass', text: 'picture.building' },
  deleting: { icon: 'remove', text: 'picture.off' },
  stopped: { icon: 'power', text: 'picture.off' },
  suspended: { icon: 'bedtime', text: 'picture.asleep' },
  failed: { icon: 'error', text: 'picture.failed' },
  restoring: { icon: 'hourglass', text: 'picture.restoring' },
  starting: { icon: 'desktop', text: 'picture.none-yet' },
  stopping: { icon: 'desktop', text: 'picture.none-yet' },
  running: { icon: 'desktop', text: 'picture.none-yet' },
};

/** The screen of a running VM, another whenever it changes while someone looks; an honest word when there is none. */
@Component({
  selector: 'vmm-screen-picture',
  imports: [MatIcon],
  template: `
    @if (picture(); as url) {
      <img [src]="url" [alt]="t('picture.alt', { name: vm().name })" />
    } @else {
      <div class="none">
        <mat-icon [svgIcon]="placeholder().icon" aria-hidden="true" />
        <span>{{ t(placeholder().text) }}</span>
      </div>
    }
  `,
  styleUrl: './screen-picture.scss',
})
export class ScreenPicture {
  readonly vm = input.required<Vm>();
  protected readonly t = injectTranslate();
  protected readonly picture = signal<string | undefined>(undefined);
  protected readonly placeholder = computed(() => PLACEHOLDERS[this.vm().state]);
  private readonly client = inject(VmsClient);
  private readonly document = inject(DOCUMENT);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly isOnScreen = signal(false);
  private readonly isInSight = toSignal(
    fromEvent(this.document, 'visibilitychange').pipe(map(() => this.document.visibilityState !== 'hidden')),
    { initialValue: this.document.visibilityState !== 'hidden' },
  );
  /** Whose picture is looked at now. */
  private readonly wanted = computed(() =>
    this.vm().state === 'running' && this.isOnScreen() && this.isInSight() ? this.vm().id : undefined,
  );
  private asked = 0;
  private answered = 0;

  constructor() {
    const observer = new IntersectionObserver((entries) =>
      this.isOnScreen.set(entries.some(({ isIntersecting }) => isIntersecting)),
    );
    observer.observe(this.element);
    inject(DestroyRef).onDestroy(() => {
      observer.disconnect();
      this.show(undefined);
    });

    // Timers and object URLs live outside the signal graph.
    effect((onCleanup) => {
      const id = this.wanted();
      if (!id) return;
      void this.refresh(id);
      const timer = setInterval(() => void this.refresh(id), LOOKING_MS);
      onCleanup(() => clearInterval(timer));
    });
    inject(EventFeed).on('picture', ({ vmId }) => {
      if (vmId === untracked(this.wanted)) void this.refresh(vmId);
    });
    effect(() => {
      if (this.vm().state !== 'running') this.show(undefined);
    });
  }

  private async refresh(id: string): Promise<void> {
    const turn = ++this.asked;
    const picture = await this.client.screenshot(id, this.width()).catch(() => undefined); // none at this moment: the word stays
    // An older answer may come after a newer one.
    if (!picture || turn < this.answered || this.wanted() !== id) return;
    this.answered = turn;
    this.show(URL.createObjectURL(picture));
  }

  /** In pixels of the display. */
  private width(): number {
    const shown = this.element.clientWidth * (this.document.defaultView?.devicePixelRatio ?? 1);
    return Math.max(WIDTH_STEP, Math.ceil(shown / WIDTH_STEP) * WIDTH_STEP);
  }

  private show(url: string | undefined): void {
    const before = untracked(this.picture);
    this.picture.set(url);
    if (before) URL.revokeObjectURL(before);
  }
}
