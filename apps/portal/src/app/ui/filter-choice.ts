import { Component, input, output } from '@angular/core';

/** A filter with few choices. The browser's own list: the fastest for a keyboard and the best on a phone. */
@Component({
  selector: 'vmm-filter-choice',
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
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    select {
      width: 100%;
      height: 40px;
      padding-inline: 12px;
      border: 1px solid var(--vmm-line);
      border-radius: var(--vmm-radius-control);
      background: var(--vmm-card);
      color: var(--vmm-text);
      font: inherit;
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
