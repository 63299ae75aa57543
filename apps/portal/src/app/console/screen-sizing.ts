import { Service, signal } from '@angular/core';

const STORED = 'vmm-screen-sizing';

/** How a machine's screen fills the window: made to fit, pixel for pixel with scrolling, or the guest takes the window's size. */
export const SIZINGS = ['fit', 'actual', 'follow'] as const;
export type Sizing = (typeof SIZINGS)[number];

/** What somebody has chosen in this browser. */
@Service()
export class ScreenSizing {
  private readonly chosen = signal(SIZINGS.find((each) => each === localStorage.getItem(STORED)) ?? 'fit');
  readonly value = this.chosen.asReadonly();

  choose(sizing: Sizing): void {
    localStorage.setItem(STORED, sizing);
    this.chosen.set(sizing);
  }
}
