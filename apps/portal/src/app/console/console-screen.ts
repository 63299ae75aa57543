import {
  Component,
  DestroyRef,
  ElementRef,
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
import { ConsoleClient } from './console-client';
import { asksToPaste, type Key, releasesKeyboard } from './key-combinations';
import type { KeyboardLayout } from './keyboard-layouts';
import { type Ending, ScreenConnection } from './screen-connection';
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
    <div #target role="application" [attr.aria-label]="t('console.screen', { name: name() })"></div>
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
  /** The guest's keyboard; undefined for one that the portal has no table of. */
  readonly layout = signal<KeyboardLayout | undefined>(undefined);
  readonly phase = signal<Phase>({ name: 'connecting' });
  readonly lastPicture = signal<string | undefined>(undefined);
  protected readonly t = injectTranslate();
  private readonly client = inject(ConsoleClient);
  private readonly target = viewChild.required<ElementRef<HTMLElement>>('target');
  private connection: ScreenConnection | undefined;
  private attempt = 0;

  constructor() {
    inject(DestroyRef).onDestroy(() => this.close());
    // noVNC is a third party that draws into the DOM. Watching asks for another kind of ticket, so it reconnects.
    effect(() => {
      const target = this.target().nativeElement;
      const mode = this.viewOnly() ? 'view' : 'control';
      const isThere = this.isThere();
      untracked(() => (isThere ? void this.connect(target, mode) : this.rest()));
    });
    effect(() => this.target().nativeElement.addEventListener('keydown', this.onKey, { capture: true }));
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
      this.hasLine.set(ticket.consoles.includes('serial'));
      const connection = await ScreenConnection.open(ticket, target, {
        connected: () => {
          if (!isCurrent()) return;
          this.phase.set({ name: 'connected' });
          this.connection?.focus();
        },
        ended: (why) => {
          if (!isCurrent()) return;
          this.keepPicture();
          this.phase.set({ name: 'ended', why });
        },
      });
      if (!isCurrent()) return connection.close();
      connection.viewOnly = mode === 'view';
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
    const isPaste = asksToPaste(event);
    if (!isPaste && !releasesKeyboard(event)) return;
    event.preventDefault();
    event.stopPropagation();
    this.connection?.releaseKeyboard();
    if (isPaste) this.pasteAsked.emit();
    else this.keyboardReleased.emit();
  };
}
