import { Clipboard } from '@angular/cdk/clipboard';
import {
  Component,
  DestroyRef,
  ElementRef,
  ViewEncapsulation,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { FitAddon } from '@xterm/addon-fit';
import type { SearchAddon } from '@xterm/addon-search';
import type { Terminal } from '@xterm/xterm';
import { injectTranslate } from '../i18n/translate';
import { ConsoleClient } from './console-client';
import type { Phase } from './console-screen';
import { releasesKeyboard } from './key-combinations';
import { SerialConnection } from './serial-connection';

/** Columns and lines; the guest is not told, and takes 80 × 24 unless `stty` says otherwise. */
export const SIZES = ['80x24', '100x30', '132x43'] as const;
const FIT = 'fit';

/** The serial line of one VM: the only place that knows xterm. What it said stays, greyed, while it is away. */
@Component({
  selector: 'vmm-serial-screen',
  imports: [MatButton],
  template: `
    <div class="tools">
      <input
        #wanted
        type="search"
        [attr.aria-label]="t('console.serial.search')"
        [placeholder]="t('console.serial.search')"
        (keydown.enter)="find(wanted.value)"
      />
      <select #size [attr.aria-label]="t('console.serial.size')" (change)="resize(size.value)">
        <option value="fit">{{ t('console.serial.fit') }}</option>
        @for (each of sizes; track each) {
          <option [value]="each">{{ each.replace('x', ' × ') }}</option>
        }
      </select>
      <button mat-button type="button" (click)="copy()">{{ t('console.serial.copy') }}</button>
    </div>
    <div
      #target
      class="line"
      role="application"
      [class.stale]="phase().name !== 'connected'"
      [attr.aria-label]="t('console.serial.line', { name: name() })"
    ></div>
  `,
  styleUrl: './serial-screen.scss',
  // xterm draws into the DOM by itself.
  encapsulation: ViewEncapsulation.None,
})
export class SerialScreen {
  readonly vmId = input.required<string>();
  readonly name = input.required<string>();
  readonly isThere = input(true);
  readonly viewOnly = input(false);
  readonly keyboardReleased = output();
  readonly phase = signal<Phase>({ name: 'connecting' });
  readonly wasSeen = signal(false);
  protected readonly sizes = SIZES;
  protected readonly t = injectTranslate();
  private readonly client = inject(ConsoleClient);
  private readonly destroyed = inject(DestroyRef);
  private readonly clipboard = inject(Clipboard);
  private readonly target = viewChild.required<ElementRef<HTMLElement>>('target');
  private parts: Promise<{ terminal: Terminal; fit: FitAddon; search: SearchAddon }> | undefined;
  private size: string = FIT;
  private connection: SerialConnection | undefined;
  private attempt = 0;

  constructor() {
    this.destroyed.onDestroy(() => {
      this.close();
      void this.parts?.then(({ terminal }) => terminal.dispose());
    });
    // The line is a third party's: watching asks for another kind of ticket.
    effect(() => {
      const [isThere, mode] = [this.isThere(), this.viewOnly() ? 'view' : 'control'] as const;
      untracked(() => {
        if (isThere) return void this.connect(mode);
        this.close();
        this.phase.set({ name: 'off' });
      });
    });
  }

  reconnect(): void {
    if (this.isThere()) void this.connect(this.viewOnly() ? 'view' : 'control');
  }

  focus(): void {
    void this.parts?.then(({ terminal }) => terminal.focus());
  }

  protected find(wanted: string): void {
    void this.parts?.then(({ search }) => search.findPrevious(wanted));
  }

  protected resize(size: string): void {
    this.size = size;
    this.layOut();
    this.focus();
  }

  /** What is selected, else all that is there. */
  protected copy(): void {
    void this.parts?.then(({ terminal }) => {
      const selected = terminal.getSelection();
      if (!selected) terminal.selectAll();
      this.clipboard.copy(terminal.getSelection().trimEnd());
      if (!selected) terminal.clearSelection();
      terminal.focus();
    });
  }

  private async connect(mode: 'view' | 'control'): Promise<void> {
    this.close();
    const attempt = ++this.attempt;
    const isCurrent = () => attempt === this.attempt;
    this.phase.set({ name: 'connecting' });
    try {
      const { terminal } = await (this.parts ??= this.load());
      const ticket = await this.client.ticket(this.vmId(), mode, 'serial');
      if (!isCurrent()) return;
      terminal.options.disableStdin = mode === 'view';
      this.connection = SerialConnection.open(ticket, {
        connected: () => {
          if (!isCurrent()) return;
          // What was said comes again, from the boot on.
          terminal.reset();
          this.wasSeen.set(true);
          this.phase.set({ name: 'connected' });
          terminal.focus();
        },
        said: (bytes) => isCurrent() && terminal.write(bytes),
        ended: (why) => isCurrent() && this.phase.set({ name: 'ended', why }),
      });
    } catch (error) {
      if (isCurrent()) this.phase.set({ name: 'refused', error });
    }
  }

  private async load() {
    const [xterm, fitting, searching] = await Promise.all([
      import('@xterm/xterm'),
      import('@xterm/addon-fit'),
      import('@xterm/addon-search'),
    ]);
    const terminal = new xterm.Terminal({ scrollback: 10_000, fontSize: 14, cursorBlink: true });
    const [fit, search] = [new fitting.FitAddon(), new searching.SearchAddon()];
    terminal.loadAddon(fit);
    terminal.loadAddon(search);
    const target = this.target().nativeElement;
    terminal.open(target);
    terminal.onData((text) => this.connection?.type(text));
    terminal.attachCustomKeyEventHandler((event) => {
      if (!releasesKeyboard(event)) return true;
      terminal.blur();
      this.keyboardReleased.emit();
      return false;
    });
    const resized = new ResizeObserver(() => this.layOut());
    resized.observe(target);
    this.destroyed.onDestroy(() => resized.disconnect());
    return { terminal, fit, search };
  }

  private layOut(): void {
    void this.parts?.then(({ terminal, fit }) => {
      const [columns, lines] = this.size.split('x').map(Number);
      if (columns && lines) terminal.resize(columns, lines);
      else fit.fit();
    });
  }

  private close(): void {
    this.attempt++;
    this.connection?.close();
    this.connection = undefined;
  }
}
