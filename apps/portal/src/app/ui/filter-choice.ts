import { Component, input, output } from '@angular/core';
import { MatIcon } from '@angular/material/icon';

/** A filter with few choices. The browser's own list: the fastest for a keyboard and the best on a phone. */
@Component({
  selector: 'vmm-filter-choice',
  imports: [MatIcon],
  template: `
    <select
      #list
      [attr.aria-label]="label()"
      [class.set]="value()"
      (change)="changed.emit(list.value || null)"
    >
      <option value="" [selected]="!value()">{{ label() }}</option>
      @for (choice of choices(); track choice.value) {
        <option [value]="choice.value" [selected]="choice.value === value()">{{ choice.text }}</option>
      }
    </select>
    <mat-icon svgIcon="down" aria-hidden="true" />
  `,
  styles: `
    :host {
      position: relative;
      display: block;
      min-width: 0;
    }
    select {
      width: 100%;
      height: 40px;
      padding-inline: 12px 36px;
      appearance: none;
      border: 1px solid var(--vmm-line);
      border-radius: var(--vmm-radius-control);
      background: var(--vmm-card);
      color: var(--vmm-text);
      font: inherit;
      text-overflow: ellipsis;
    }
    mat-icon {
      position: absolute;
      top: 10px;
      right: 10px;
      width: 20px;
      height: 20px;
      color: var(--vmm-muted);
      pointer-events: none;
    }
    .set {
      border-color: var(--vmm-accent);
      background: var(--vmm-accent-soft);
    }
  `,
})
export class FilterChoice {
  readonly label = input.required<string>();
  readonly choices = input.required<readonly { readonly value: string; readonly text: string }[]>();
  readonly value = input<string>();
  readonly changed = output<string | null>();
}
