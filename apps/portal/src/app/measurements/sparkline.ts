import { Component, computed, input } from '@angular/core';

const WIDTH = 48;
const HEIGHT = 16;

/** A curve as wide as a word, of shares from 0 to 1, over the line that is 0; what it says stands in `label`. */
@Component({
  selector: 'vmm-sparkline',
  template: `
    <svg [attr.viewBox]="box" role="img" [attr.aria-label]="label()">
      <title>{{ label() }}</title>
      <path [attr.d]="ground" />
      @for (line of lines(); track $index) {
        <polyline [attr.points]="line" />
      }
    </svg>
  `,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      width: 48px;
      padding-inline: 4px;
    }
    svg {
      width: 48px;
      height: 16px;
    }
    path {
      stroke: var(--vmm-line);
    }
    polyline {
      fill: none;
      stroke: var(--vmm-accent);
      stroke-width: 1.5;
      stroke-linejoin: round;
      stroke-linecap: round;
    }
  `,
})
export class Sparkline {
  readonly values = input.required<readonly (number | null)[]>();
  readonly label = input.required<string>();
  protected readonly box = `0 -1 ${WIDTH} ${HEIGHT + 2}`;
  /** As wide as the hour, also where little of it is known. */
  protected readonly ground = `M0 ${HEIGHT}H${WIDTH}`;
  /** One for each stretch without a hole. */
  protected readonly lines = computed(() => {
    const values = this.values();
    const lines: string[][] = [[]];
    for (const [index, value] of values.entries()) {
      if (value === null) lines.push([]);
      else lines.at(-1)?.push(`${place(index, values.length)},${((1 - value) * HEIGHT).toFixed(1)}`);
    }
    return lines
      .filter((line) => line.length > 0)
      .map((line) => (line.length > 1 ? line : [...line, ...line]).join(' '));
  });
}

const place = (index: number, count: number) => ((index / Math.max(1, count - 1)) * WIDTH).toFixed(1);
