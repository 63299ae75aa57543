import { Service, signal } from '@angular/core';

/** An answer tells the time to the second, and was on its way for a moment. */
const EXACT_ENOUGH_MS = 2000;

/** One ticking clock for the whole page, so that times on screen move together: the server's, not the browser's own. */
@Service()
export class Clock {
  /** How far the browser's clock is behind. */
  private behindMs = 0;
  readonly second = signal(this.now());
  readonly minute = signal(this.now());

  constructor() {
    setInterval(() => this.second.set(this.now()), 1000);
    setInterval(() => this.minute.set(this.now()), 30_000);
  }

  now(): number {
    return Date.now() + this.behindMs;
  }

  /** What the server's clock says at this moment, by the `Date` of an answer. */
  hear(date: string | null): void {
    const time = Date.parse(date ?? '');
    if (Number.isNaN(time) || Math.abs(time - this.now()) <= EXACT_ENOUGH_MS) return;
    this.behindMs = time - Date.now();
    this.second.set(this.now());
    this.minute.set(this.now());
  }
}
