import { Component, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { IconName } from './icons';

/** The face of a screen with nothing on it yet; what to do next is projected into it. */
@Component({
  selector: 'vmm-blank-slate',
  imports: [MatIcon],
  template: `
    <span class="mark"><mat-icon [svgIcon]="icon()" aria-hidden="true" /></span>
    <h2>{{ title() }}</h2>
    @if (text(); as sentence) {
      <p class="muted">{{ sentence }}</p>
    }
    <div class="next"><ng-content /></div>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      align-items: center;
      gap: 8px;
      padding: 48px 24px;
      border: 1px dashed var(--vmm-line);
      border-radius: var(--vmm-radius-card);
      text-align: center;
    }
    .mark {
      display: grid;
      place-items: center;
      width: 64px;
      height: 64px;
      margin-bottom: 8px;
      border-radius: 50%;
      background: var(--vmm-accent-soft);
      color: var(--vmm-accent);
    }
    h2 {
      font-size: var(--vmm-size-title);
    }
    p {
      max-width: 46ch;
      text-wrap: balance;
    }
    .next:not(:empty) {
      margin-top: 16px;
    }
  `,
})
export class BlankSlate {
  readonly icon = input.required<IconName>();
  readonly title = input.required<string>();
  readonly text = input<string>();
}
