import { Service, inject } from '@angular/core';
import type { Vm } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import { Dialogs } from '../ui/dialogs';
import { Messages } from '../ui/messages';
import type { Remake } from './remake-dialog';
import type { RemakeAction } from './offered-actions';
import { VmsClient } from './vms-client';

/** Makes a failed machine anew: at once while its passwords are kept, else they are asked for again. */
@Service()
export class Remaking {
  private readonly dialogs = inject(Dialogs);
  private readonly client = inject(VmsClient);
  private readonly messages = inject(Messages);

  /** Resolves to whether the API accepted it. */
  async run(vm: Vm, action: RemakeAction): Promise<boolean> {
    if (action === 'retry' && areKept(vm, Date.now()))
      return (await this.messages.attempt(() => this.client.remake(vm, action, {}))) !== undefined;
    const [dialogs, { RemakeDialog }] = await Promise.all([this.dialogs.load(), import('./remake-dialog')]);
    const dialog = dialogs.open<unknown, Remake, boolean>(RemakeDialog, {
      data: { vm, action },
      width: '480px',
    });
    return (await firstValueFrom(dialog.afterClosed(), { defaultValue: false })) === true;
  }
}

/** Whether the passwords of the try that failed are still there, with a moment to spare. */
export function areKept({ passwordsKeptUntil }: Pick<Vm, 'passwordsKeptUntil'>, now: number): boolean {
  return passwordsKeptUntil !== null && Date.parse(passwordsKeptUntil) - now > 5_000;
}
