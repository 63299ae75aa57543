import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { VmSize } from './vm-sizes.js';
import type { VmEntity } from './vm.entity.js';

/** What else a feature does when somebody chooses another size: before it is reserved, in the same transaction, the VM's row locked. */
export type Resizing = (tx: EntityManager, vm: VmEntity, size: VmSize) => Promise<void>;

/** Hooks for another size: other features register here what of theirs depends on it. */
@Injectable()
export class ResizedVms {
  private readonly resizings: Resizing[] = [];

  register(resizing: Resizing): void {
    this.resizings.push(resizing);
  }

  async announce(tx: EntityManager, vm: VmEntity, size: VmSize): Promise<void> {
    for (const resizing of this.resizings) await resizing(tx, vm, size);
  }
}
