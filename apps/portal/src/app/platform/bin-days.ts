import { Service, signal } from '@angular/core';

/** How many days a deleted machine waits in the bin: what is said before one is deleted depends on it. */
@Service()
export class BinDays {
  /** As the platform says once it is known; 0 where there is no bin. */
  readonly days = signal(0);
}
