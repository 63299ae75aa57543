import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

export type PasswordName = 'password' | 'rootPassword';

/** Called in the transaction that orders it. */
type OnChange = (tx: EntityManager, vmId: string, which: readonly PasswordName[]) => Promise<void>;

/** Other features hear here that passwords inside a VM are being set anew: what they know of the old ones is out of date. */
@Injectable()
export class PasswordChanges {
  private readonly listeners: OnChange[] = [];

  onChange(does: OnChange): void {
    this.listeners.push(does);
  }

  async tell(tx: EntityManager, vmId: string, which: readonly PasswordName[]): Promise<void> {
    for (const does of this.listeners) await does(tx, vmId, which);
  }
}
