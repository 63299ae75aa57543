import { Service, signal } from '@angular/core';

/** One ticking clock for the whole page, so that times on screen move together. */
@Service()
export class Clock {
  readonly second = signal(Date.now());
  readonly minute = signal(Date.now());

  constructor() {
    setInterval(() => this.second.set(Date.now()), 1000);
    setInterval(() => this.minute.set(Date.now()), 30_000);
  }
}
