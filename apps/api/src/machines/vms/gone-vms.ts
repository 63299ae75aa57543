import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** What else a feature removes when a VM goes: runs in the transaction that removes its record, with the VM's row locked. */
export type Farewell = (tx: EntityManager, vmId: string) => Promise<void>;

/** Hooks for a VM's end: other features register here what they remove with it. */
@Injectable()
export class GoneVms {
  private readonly farewells: Farewell[] = [];

  register(farewell: Farewell): void {
    this.farewells.push(farewell);
  }

  async announce(tx: EntityManager, vmId: string): Promise<void> {
    for (const farewell of this.farewells) await farewell(tx, vmId);
  }
}
