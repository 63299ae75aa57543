import { Component, input, model, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { injectTranslate } from '../i18n/translate';

/** Over another's screen: whose it is, and whether keys go there. A class has many machines of the same name. */
@Component({
  selector: 'vmm-whose-screen',
  imports: [MatButton, MatIcon],
  template: `
    <mat-icon [svgIcon]="isWatching() ? 'visible' : 'keyboard'" aria-hidden="true" />
    <span role="status">{{
      t(isWatching() ? 'console.observing' : 'console.helping', { owner: owner() })
    }}</span>
    @if (isWatching() && isTaken()) {
      @if (hasAsked()) {
        <button mat-button type="button" (click)="withdrawn.emit()">
          {{ t('console.control.withdraw') }}
        </button>
      } @else {
        <button mat-button type="button" (click)="asked.emit()">{{ t('console.control.ask') }}</button>
      }
      <button mat-button type="button" (click)="taken.emit()">{{ t('console.control.override') }}</button>
    } @else {
      <button mat-button type="button" (click)="isWatching.set(!isWatching())">
        {{ t(isWatching() ? 'console.take-keyboard' : 'console.leave-keyboard') }}
      </button>
    }
  `,
  host: { '[class.helping]': '!isWatching()' },
  styles: `
    :host {
      display: flex;
      align-items: center;
      justify-content: center;
      gap: 8px;
      min-height: 36px;
      padding-inline: 12px;
      background: #12303a;
      color: #a8dbe6;
      font-weight: 600;
    }
    :host(.helping) {
      background: #f2c46d;
      color: #2a1c00;
    }
    span {
      min-width: 0;
      overflow-wrap: anywhere;
    }
    mat-icon {
      flex: none;
      width: 18px;
      height: 18px;
    }
    button {
      --mat-button-text-label-text-color: currentColor;
      flex: none;
      height: 32px;
      text-decoration: underline;
      text-underline-offset: 3px;
    }
  `,
})
export class WhoseScreen {
  readonly owner = input.required<string>();
  readonly isWatching = model.required<boolean>();
  /** Whether somebody else types there: they are asked first. */
  readonly isTaken = input(false);
  readonly hasAsked = input(false);
  readonly asked = output();
  readonly withdrawn = output();
  /** Without asking. */
  readonly taken = output();
  protected readonly t = injectTranslate();
}
