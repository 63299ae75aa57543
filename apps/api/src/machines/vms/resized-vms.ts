import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { VmSize } from './vm-sizes.js';
import type { VmEntity } from './vm.entity.js';

/** What goes with another size that someone chose: before it is reserved, in the same transaction, the VM's row locked. */
export type Resizing = (tx: EntityManager, vm: VmEntity, size: VmSize) => Promise<void>;

/** Features say here what of theirs depends on a VM's size. */
@Injectable()
export class ResizedVms {
  private readonly resizings: Resizing[] = [];

  register(resizing: Resizing): void {
    this.resizings.push(resizing);
  }

  async tell(tx: EntityManager, vm: VmEntity, size: VmSize): Promise<void> {
    for (const resizing of this.resizings) await resizing(tx, vm, size);
  }
}
