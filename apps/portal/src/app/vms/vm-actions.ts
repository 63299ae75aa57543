import { Service, inject } from '@angular/core';
import { type Vm, waitsInBin } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { BinDays } from '../platform/bin-days';
import { Confirm } from '../ui/confirm';
import { Messages } from '../ui/messages';
import { Remaking } from './remaking';
import { type LosingAction, type OfferedAction, losesSomething } from './offered-actions';
import { VmsClient } from './vms-client';

/** Does what was chosen for a VM; asks first where something would be lost, tells why when it is refused. */
@Service()
export class VmActions {
  private readonly client = inject(VmsClient);
  private readonly remaking = inject(Remaking);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);
  private readonly binDays = inject(BinDays).days;
  private readonly t = injectTranslate();

  /** Resolves to whether the API accepted it. */
  async run(vm: Vm, action: OfferedAction): Promise<boolean> {
    if (action === 'retry' || action === 'rebuild') return this.remaking.run(vm, action);
    if (losesSomething(action) && !(await this.isConfirmed(vm, action))) return false;
    return (await this.messages.attempt(() => this.client.act(vm, action))) !== undefined;
  }

  private isConfirmed({ name, state }: Vm, action: LosingAction): Promise<boolean> {
    const days = this.binDays();
    const waits = action === 'delete' && days > 0 && waitsInBin(state);
    return this.confirm.ask({
      title: this.t(`confirm.${action}.title`, { name }),
      text: waits ? this.t.count('confirm.bin', days, { name }) : this.t(`confirm.${action}.text`, { name }),
      verb: this.t(`confirm.${action}.verb`, { name }),
    });
  }
}
