import { Service, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { Dialogs } from './dialogs';

export interface Confirmation {
  readonly title: string;
  readonly text: string;
  /** All that it is done to, where that is more than the title says. */
  readonly names?: readonly string[];
  /** What the button does, with the name of what it does it to. */
  readonly verb: string;
  /** What must be typed first, where much would be lost at once. */
  readonly toType?: { readonly label: string; readonly text: string };
  /** Whether nothing is lost: the button is then no warning. */
  readonly isHarmless?: boolean;
}

/** Asks before something is lost. */
@Service()
export class Confirm {
  private readonly dialogs = inject(Dialogs);

  async ask(confirmation: Confirmation): Promise<boolean> {
    // Fields and their styles would weigh on every page that can lose something.
    const [dialogs, { ConfirmDialog }] = await Promise.all([this.dialogs.load(), import('./confirm-dialog')]);
    // A menu gives the focus back to its button first: the dialog returns it there.
    await new Promise((closed) => setTimeout(closed));
    const dialog = dialogs.open<unknown, Confirmation, boolean>(ConfirmDialog, {
      data: confirmation,
      width: '460px',
      role: 'alertdialog',
    });
    return (await firstValueFrom(dialog.afterClosed(), { defaultValue: false })) === true;
  }
}
