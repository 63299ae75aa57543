import { Component, ElementRef, input, output, viewChild } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { injectTranslate } from '../i18n/translate';

/** Searches as one types. */
@Component({
  selector: 'vmm-search-box',
  imports: [MatIcon, MatIconButton],
  template: `
    <mat-icon svgIcon="search" aria-hidden="true" />
    <input
      #box
      type="search"
      [attr.aria-label]="label()"
      [placeholder]="label()"
      [value]="value()"
      (input)="changed.emit(box.value)"
      autocomplete="off"
      spellcheck="false"
    />
    @if (value()) {
      <button mat-icon-button type="button" [attr.aria-label]="t('common.clear')" (click)="clear()">
        <mat-icon svgIcon="close" />
      </button>
    }
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: 8px;
      height: 40px;
      padding-inline: 12px 4px;
      border: 1px solid var(--vmm-line);
      border-radius: var(--vmm-radius-control);
      background: var(--vmm-card);
    }
    :host(:focus-within) {
      border-color: var(--vmm-accent);
      outline: 1px solid var(--vmm-accent);
    }
    input {
      flex: 1;
      min-width: 0;
      border: 0;
      outline: 0;
      background: none;
      color: inherit;
      font: inherit;
    }
    input::placeholder {
      color: var(--vmm-muted);
      opacity: 1;
    }
    input::-webkit-search-cancel-button {
      display: none;
    }
    mat-icon {
      width: 18px;
      height: 18px;
      color: var(--vmm-muted);
    }
    button {
      --mat-icon-button-state-layer-size: 32px;
      width: 32px;
      height: 32px;
      padding: 7px;
      line-height: 0;
    }
  `,
})
export class SearchBox {
  readonly label = input.required<string>();
  readonly value = input('');
  readonly changed = output<string>();
  protected readonly t = injectTranslate();
  private readonly box = viewChild.required<ElementRef<HTMLInputElement>>('box');

  protected clear(): void {
    this.changed.emit('');
    this.box().nativeElement.focus();
  }
}
