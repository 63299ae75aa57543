import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/identity/actor.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { Hosts } from '../../hosts/hosts.js';
import { PictureCounts } from './picture-counts.js';
import { PictureWatchers } from './picture-watchers.js';
import { VmReader } from '../vms/vm-reader.js';
import type { VmEntity } from '../vms/vm.entity.js';

/** All who ask within this time, or while it is being taken, get the same picture. */
const SHARED_MS = 2_000;

/** What a machine shows, as a picture for its card. */
@Injectable()
export class ScreenPictures {
  private readonly counts = new PictureCounts();
  private readonly shared = new Map<string, Promise<Buffer>>();

  constructor(
    private readonly reader: VmReader,
    private readonly hosts: Hosts,
    private readonly watchers: PictureWatchers,
  ) {}

  /** A PNG. Rejects with `too-many-pictures`. */
  async show(actor: Actor, vmId: string, now = performance.now()): Promise<Buffer> {
    const seconds = this.counts.secondsToWait(actor.id, now);
    if (seconds > 0) throw new ProblemError('too-many-pictures', { seconds });
    const vm = await this.reader.findFor(actor, 'see-vms', vmId);
    // Before it is shown: nobody watches without the owner seeing it.
    if (vm.ownerId !== actor.id && this.counts.isWatching(actor.id, vmId, now))
      await this.watchers.note(actor, vm, new Date());
    return this.pictureOf(vm);
  }

  private pictureOf({ id: vmId, host }: VmEntity): Promise<Buffer> {
    const known = this.shared.get(vmId);
    if (known) return known;
    const taken = this.hosts.of(host).machines.pictureOf(vmId);
    this.shared.set(vmId, taken);
    const forget = () => this.shared.delete(vmId);
    taken.then(() => setTimeout(forget, SHARED_MS).unref(), forget);
    return taken;
  }
}
