import { Service, inject } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { ConfirmDialog, type Confirmation } from './confirm-dialog';

/** Asks before something is lost. */
@Service()
export class Confirm {
  private readonly dialogs = inject(MatDialog);

  async ask(confirmation: Confirmation): Promise<boolean> {
    // A menu gives the focus back to its button first: the dialog returns it there.
    await new Promise((closed) => setTimeout(closed));
    const dialog = this.dialogs.open<ConfirmDialog, Confirmation, boolean>(ConfirmDialog, {
      data: confirmation,
      width: '460px',
      role: 'alertdialog',
    });
    return (await firstValueFrom(dialog.afterClosed(), { defaultValue: false })) === true;
  }
}
