import {
  Component,
  DestroyRef,
  ElementRef,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { injectTranslate } from '../i18n/translate';
import { isMissingPart } from '../program-parts/missing-parts';
import { ConsoleChoices } from './console-choices';
import { ConsoleClient } from './console-client';
import { KeyTranslation } from './key-translation';
import { browserDiffers, pressDiffers } from './layout-mismatch';
import { asksToPaste, type Key, releasesKeyboard } from './key-combinations';
import type { KeyboardLayout } from './keyboard-layouts';
import { type Ending, ScreenConnection } from './screen-connection';
import { ScreenSizing } from './screen-sizing';
import { SharedClipboard } from './shared-clipboard';
import type { Edit } from './text-edit';

export type Phase =
  | { readonly name: 'off' | 'connecting' | 'connected' }
  | { readonly name: 'ended'; readonly why: Ending }
  | { readonly name: 'refused'; readonly error: unknown };

/** The screen of one VM: the only place that knows noVNC. What was seen last stays, greyed, until it is seen again. */
@Component({
  selector: 'vmm-console-screen',
  template: `
    @if (lastPicture(); as picture) {
      <img
        [src]="picture"
        [hidden]="phase().name === 'connected'"
        [alt]="t('console.last-picture', { name: name() })"
      />
    }
    <div
      #target
      role="application"
      [attr.aria-label]="t('console.screen', { name: name() })"
      [attr.aria-description]="t('console.keyboard-hint')"
    ></div>
  `,
  styles: `
    :host,
    div {
      display: block;
      position: relative;
      width: 100%;
      height: 100%;
    }
    img {
      position: absolute;
      width: 100%;
      height: 100%;
      object-fit: contain;
      filter: grayscale(1) brightness(0.6);
    }
  `,
})
export class ConsoleScreen {
  readonly vmId = input.required<string>();
  readonly name = input.required<string>();
  /** Whether the machine has a screen now; it is asked for when it does. */
  readonly isThere = input(true);
  readonly viewOnly = input(false);
  /** An on-screen keyboard is open: a touch of the screen must not close it. */
  readonly keepsKeyboard = input(false);
  readonly keyboardReleased = output();
  /** Ctrl+Shift+V on the screen. */
  readonly pasteAsked = output();
  /** Whether the machine has a serial line beside its screen. */
  readonly hasLine = signal(false);
  /** Whether what is copied can be shared with the machine. */
  readonly hasClipboard = signal(false);
  /** The guest's keyboard; undefined for one that the portal has no table of. */
  readonly layout = signal<KeyboardLayout | undefined>(undefined);
  /** Keys give other characters here than in the guest, as far as was seen. */
  readonly layoutDiffers = signal(false);
  readonly phase = signal<Phase>({ name: 'connecting' });
  readonly lastPicture = signal<string | undefined>(undefined);
  protected readonly t = injectTranslate();
  private readonly client = inject(ConsoleClient);
  private readonly choices = inject(ConsoleChoices);
  private readonly sizing = inject(ScreenSizing);
  /** While it is on. */
  private readonly translation = computed(() => {
    const layout = this.layout();
    return layout && this.choices.translation.isOn() ? new KeyTranslation(layout) : undefined;
  });
  private readonly target = viewChild.required<ElementRef<HTMLElement>>('target');
  private connection: ScreenConnection | undefined;
  private attempt = 0;
  private readonly clipboard = new SharedClipboard();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.close());
    // noVNC is a third party that draws into the DOM. Watching asks for another kind of ticket, so it reconnects.
    effect(() => {
      const target = this.target().nativeElement;
      const mode = this.viewOnly() ? 'view' : 'control';
      const isThere = this.isThere();
      untracked(() => (isThere ? void this.connect(target, mode) : this.rest()));
    });
    effect(() => {
      const target = this.target().nativeElement;
      for (const kind of ['keydown', 'keyup'] as const)
        target.addEventListener(kind, this.onKey, { capture: true });
      target.addEventListener('blur', () => this.translation()?.forget(), { capture: true });
    });
    // Whoever comes back to the screen may have copied something elsewhere.
    effect((onCleanup) => {
      if (!this.choices.clipboard.isOn() || !this.hasClipboard() || this.phase().name !== 'connected') return;
      const target = this.target().nativeElement;
      const offer = () => void this.clipboard.read().then((text) => text && this.connection?.offer(text));
      offer();
      target.addEventListener('focusin', offer);
      onCleanup(() => target.removeEventListener('focusin', offer));
    });
    // What the browser knows of its keyboard comes later.
    effect(() => {
      const layout = this.layout();
      if (layout) void browserDiffers(layout).then((differs) => differs && this.layoutDiffers.set(true));
    });
    effect(() => {
      const sizing = this.sizing.value();
      if (this.connection) this.connection.sizing = sizing;
    });
    effect(() => {
      const keeps = this.keepsKeyboard();
      if (this.connection) this.connection.takesFocus = !keeps;
    });
  }

  /** Asks for the screen anew, with a ticket of its own. */
  reconnect(): void {
    if (!this.isThere()) return;
    void this.connect(this.target().nativeElement, this.viewOnly() ? 'view' : 'control');
  }

  focus(): void {
    this.connection?.focus();
  }

  /** Presses keys in the guest that the browser would keep for itself. */
  press(keys: readonly Key[]): void {
    this.connection?.press(keys);
  }

  /** What is seen now, as a `data:` address. */
  picture(): string | undefined {
    return this.connection?.picture() ?? this.lastPicture();
  }

  /** Bytes of this screen, since it was opened. */
  received(): number {
    return this.connection?.received ?? 0;
  }

  edit(edit: Edit): void {
    this.connection?.edit(edit);
  }

  async type(text: string, how: { signal: AbortSignal; typed(count: number): void }): Promise<void> {
    await this.connection?.type(text, how);
  }

  private async connect(target: HTMLElement, mode: 'view' | 'control'): Promise<void> {
    this.close();
    const attempt = ++this.attempt;
    const isCurrent = () => attempt === this.attempt;
    this.phase.set({ name: 'connecting' });
    try {
      const ticket = await this.client.ticket(this.vmId(), mode);
      if (!isCurrent()) return;
      this.hasClipboard.set(ticket.clipboard);
      this.hasLine.set(ticket.consoles.includes('serial'));
      const connection = await ScreenConnection.open(ticket, target, {
        connected: () => {
          if (!isCurrent()) return;
          this.phase.set({ name: 'connected' });
          this.connection?.focus();
        },
        copied: (text) => {
          if (isCurrent() && this.choices.clipboard.isOn()) this.clipboard.take(text);
        },
        ended: (why) => {
          if (!isCurrent()) return;
          this.keepPicture();
          this.phase.set({ name: 'ended', why });
        },
      });
      if (!isCurrent()) return connection.close();
      connection.viewOnly = mode === 'view';
      connection.sizing = this.sizing.value();
      connection.takesFocus = !this.keepsKeyboard();
      this.connection = connection;
      this.layout.set(connection.layout);
    } catch (error) {
      if (isMissingPart(error)) throw error;
      if (isCurrent()) this.phase.set({ name: 'refused', error });
    }
  }

  private rest(): void {
    this.close();
    this.phase.set({ name: 'off' });
  }

  private keepPicture(): void {
    this.lastPicture.update((before) => this.connection?.picture() ?? before);
  }

  private close(): void {
    this.attempt++;
    this.keepPicture();
    this.connection?.close();
    this.connection = undefined;
  }

  // In the capturing phase: once noVNC has seen the keys they are the guest's.
  private readonly onKey = (event: KeyboardEvent): void => {
    const isPaste = event.type === 'keydown' && asksToPaste(event);
    if (isPaste || (event.type === 'keydown' && releasesKeyboard(event))) {
      keepBack(event);
      this.connection?.releaseKeyboard();
      this.translation()?.forget();
      if (isPaste) this.pasteAsked.emit();
      else this.keyboardReleased.emit();
      return;
    }
    const layout = this.layout();
    if (layout && event.type === 'keydown' && pressDiffers(event, layout)) this.layoutDiffers.set(true);
    const changes = this.translation()?.changesFor(event);
    if (!changes) return;
    keepBack(event);
    this.connection?.change(changes);
  };
}

function keepBack(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
