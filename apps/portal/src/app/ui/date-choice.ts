import { Component, input, output } from '@angular/core';

/** A day, `2026-11-05`; the browser's own calendar. */
@Component({
  selector: 'vmm-date-choice',
  template: `
    <label [class.set]="value()">
      <span>{{ label() }}</span>
      <input
        #box
        type="date"
        [min]="min()"
        [value]="value() ?? ''"
        (change)="changed.emit(box.value || null)"
      />
    </label>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    label {
      display: flex;
      align-items: center;
      gap: 8px;
      height: 40px;
      padding-inline: 12px 8px;
      border: 1px solid var(--vmm-line);
      border-radius: var(--vmm-radius-control);
      background: var(--vmm-card);
    }
    label:focus-within {
      border-color: var(--vmm-accent);
      outline: 1px solid var(--vmm-accent);
    }
    .set {
      border-color: var(--vmm-accent);
      background: var(--vmm-accent-soft);
    }
    span {
      color: var(--vmm-muted);
    }
    input {
      min-width: 0;
      border: 0;
      outline: 0;
      background: none;
      color: inherit;
      font: inherit;
    }
  `,
})
export class DateChoice {
  readonly label = input.required<string>();
  readonly value = input<string>();
  /** The first day that makes sense. */
  readonly min = input('');
  readonly changed = output<string | null>();
}
