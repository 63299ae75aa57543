import { Injector, Service, inject } from '@angular/core';
import type { MatDialog } from '@angular/material/dialog';

/** Dialogs, for what stands on every page: nothing of them is loaded before the first is opened. */
@Service()
export class Dialogs {
  private readonly injector = inject(Injector);

  async load(): Promise<MatDialog> {
    const { MatDialog } = await import('@angular/material/dialog');
    return this.injector.get(MatDialog);
  }
}
