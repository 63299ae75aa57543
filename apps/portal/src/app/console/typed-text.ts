import {
  Component,
  DestroyRef,
  ElementRef,
  afterNextRender,
  computed,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { injectTranslate } from '../i18n/translate';
import type { ConsoleScreen } from './console-screen';
import { chordsOf, impossibleIn } from './text-typing';

/** A box whose text is typed in the guest. The text is in this box alone, and gone with it. */
@Component({
  selector: 'vmm-typed-text',
  imports: [MatButton, MatProgressBar],
  template: `
    <label for="typed-text">{{ t('console.text.label') }}</label>
    <textarea
      #box
      id="typed-text"
      rows="5"
      autocapitalize="off"
      autocomplete="off"
      autocorrect="off"
      spellcheck="false"
      aria-describedby="typed-text-hint"
      [readOnly]="isTyping()"
      (input)="text.set(box.value)"
    ></textarea>
    <p id="typed-text-hint" class="muted">{{ t('console.text.hint') }}</p>
    <div role="status">
      @if (!layout()) {
        <p class="trouble">{{ t('console.text.unknown-keyboard') }}</p>
      } @else if (impossible().length > 0) {
        <p class="trouble">{{ t('console.text.impossible', { characters: impossible().join(' ') }) }}</p>
      }
    </div>
    @if (isTyping()) {
      <mat-progress-bar [value]="(100 * done()) / total()" [attr.aria-label]="t('console.text.title')" />
      <p class="muted">{{ t('console.text.progress', { done: done(), total: total() }) }}</p>
    }
    <div class="buttons">
      <button mat-button type="button" (click)="close()">{{ t('console.text.close') }}</button>
      @if (isTyping()) {
        <button mat-flat-button type="button" (click)="stop()">{{ t('console.text.stop') }}</button>
      } @else {
        <button mat-flat-button type="button" [disabled]="!canType()" disabledInteractive (click)="type()">
          {{ t('console.text.type') }}
        </button>
      }
    </div>
  `,
  host: {
    role: 'dialog',
    '[attr.aria-label]': `t('console.text.title')`,
    '(keydown.escape)': 'close()',
    '(keydown.control.enter)': 'type()',
  },
  styles: `
    :host {
      position: absolute;
      z-index: 3;
      right: 16px;
      bottom: 16px;
      display: flex;
      flex-direction: column;
      gap: 8px;
      width: min(440px, 100% - 32px);
      max-height: calc(100% - 32px);
      overflow: auto;
      padding: 16px;
      border: 1px solid #2a3638;
      border-radius: var(--vmm-radius-card);
      background: #141d1f;
    }
    label {
      font-weight: 600;
    }
    textarea {
      padding: 8px;
      border: 1px solid #5b6c6f;
      border-radius: 8px;
      background: #0a1011;
      color: inherit;
      font-family: var(--vmm-mono, monospace);
      /* Smaller text would make a phone zoom in on it. */
      font-size: 16px;
      resize: vertical;
    }
    p {
      margin: 0;
      font-size: var(--vmm-size-small);
    }
    .muted {
      color: #a9b8ba;
    }
    .trouble {
      color: #f2c46d;
      overflow-wrap: anywhere;
    }
    .buttons {
      display: flex;
      justify-content: flex-end;
      gap: 8px;
    }
  `,
})
export class TypedText {
  readonly screen = input.required<Pick<ConsoleScreen, 'layout' | 'type'> | undefined>();
  readonly takesKeys = input.required<boolean>();
  readonly closed = output();
  protected readonly t = injectTranslate();
  private readonly box = viewChild.required<ElementRef<HTMLTextAreaElement>>('box');
  protected readonly text = signal('');
  protected readonly done = signal(0);
  protected readonly total = signal(0);
  protected readonly isTyping = signal(false);
  private stopping = new AbortController();

  protected readonly layout = computed(() => this.screen()?.layout());
  protected readonly impossible = computed(() => {
    const layout = this.layout();
    return layout ? impossibleIn(this.text(), layout) : [];
  });
  protected readonly canType = computed(
    () => this.takesKeys() && this.layout() && this.text() !== '' && this.impossible().length === 0,
  );

  constructor() {
    inject(DestroyRef).onDestroy(() => this.stop());
    afterNextRender(() => {
      this.box().nativeElement.focus();
      // What was copied stands in the box at once, where the browser lets us read it.
      void navigator.clipboard?.readText?.().then(
        (copied) => {
          if (this.text() === '') this.box().nativeElement.value = copied;
          this.text.set(this.box().nativeElement.value);
        },
        () => undefined,
      );
    });
  }

  protected async type(): Promise<void> {
    const [screen, layout] = [this.screen(), this.layout()];
    if (!screen || !layout || !this.canType() || this.isTyping()) return;
    const { signal } = (this.stopping = new AbortController());
    this.done.set(0);
    this.total.set(chordsOf(this.text(), layout).length);
    this.isTyping.set(true);
    await screen.type(this.text(), { signal, typed: (count) => this.done.set(count) });
    this.isTyping.set(false);
    // What was typed to its end is not needed any more, and may be a secret.
    if (this.done() === this.total()) this.close();
  }

  protected stop(): void {
    this.stopping.abort();
  }

  protected close(): void {
    this.stop();
    this.closed.emit();
  }
}
