import { Component, ElementRef, input, output, signal, viewChild } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { injectTranslate } from '../i18n/translate';
import type { Key } from './key-combinations';
import { type Edit, editBetween } from './text-edit';

/** Something to take back must always be there, or Backspace changes nothing and is never told. */
const PADDING = '_'.repeat(100);
/** Keys that give no text, as on-screen keyboards name them. */
const KEYSYMS: Readonly<Record<string, number>> = {
  Enter: 0xff0d,
  Backspace: 0xff08,
  Tab: 0xff09,
  Escape: 0xff1b,
  Delete: 0xffff,
  ArrowLeft: 0xff51,
  ArrowUp: 0xff52,
  ArrowRight: 0xff53,
  ArrowDown: 0xff54,
};

/** Opens the on-screen keyboard of a phone or tablet, by a field that nobody sees, and tells what is typed on it. */
@Component({
  selector: 'vmm-touch-keyboard',
  imports: [MatIcon, MatIconButton],
  template: `
    <button
      mat-icon-button
      type="button"
      [attr.aria-pressed]="isOpen()"
      [attr.aria-label]="t('console.touch-keyboard')"
      [disabled]="disabled()"
      disabledInteractive
      (pointerdown)="$event.preventDefault()"
      (mousedown)="$event.preventDefault()"
      (click)="toggle()"
    >
      <mat-icon svgIcon="touch-keyboard" />
    </button>
    <textarea
      #field
      rows="1"
      tabindex="-1"
      autocapitalize="off"
      autocomplete="off"
      autocorrect="off"
      spellcheck="false"
      [attr.aria-label]="t('console.touch-keyboard')"
      (focus)="isOpen.set(true)"
      (blur)="isOpen.set(false)"
      (keydown)="press($event)"
      (input)="read()"
    ></textarea>
  `,
  styles: `
    :host {
      display: none;
    }
    @media (pointer: coarse), (width < 960px) {
      :host {
        display: block;
      }
    }
    button[aria-pressed='true'] {
      color: #f2c46d;
    }
    textarea {
      position: fixed;
      inset: 0 auto auto 0;
      width: 1px;
      height: 1px;
      padding: 0;
      border: 0;
      /* Smaller text would make a phone zoom in on it. */
      font-size: 16px;
      opacity: 0;
      resize: none;
    }
  `,
})
export class TouchKeyboard {
  readonly disabled = input.required<boolean>();
  readonly edited = output<Edit>();
  readonly pressed = output<Key>();
  protected readonly t = injectTranslate();
  readonly isOpen = signal(false);
  private readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field');
  private before = PADDING;

  protected toggle(): void {
    const field = this.field().nativeElement;
    if (this.isOpen()) return field.blur();
    this.startAnew();
    field.focus({ preventScroll: true });
  }

  protected press(event: KeyboardEvent): void {
    const keysym = KEYSYMS[event.key];
    if (keysym === undefined || event.isComposing) return;
    event.preventDefault();
    this.pressed.emit({ keysym, code: event.key });
  }

  protected read(): void {
    const after = this.field().nativeElement.value;
    const edit = editBetween(this.before, after);
    this.before = after;
    if (edit.removed > 0 || edit.added) this.edited.emit(edit);
    if (after.length < PADDING.length / 2 || after.length > PADDING.length * 2) this.startAnew();
  }

  private startAnew(): void {
    const field = this.field().nativeElement;
    field.value = this.before = PADDING;
    field.setSelectionRange(PADDING.length, PADDING.length);
  }
}
