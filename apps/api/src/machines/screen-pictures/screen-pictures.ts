import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/identity/actor.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { Hosts } from '../../hosts/hosts.js';
import { PictureCounts } from './picture-counts.js';
import { PictureWatchers } from './picture-watchers.js';
import { scaledPicture, type PictureShape } from './scaled-picture.js';
import { VmReader } from '../vms/vm-reader.js';
import type { VmEntity } from '../vms/vm.entity.js';

/** All who ask within this time, or while it is being taken, get the same picture. */
const SHARED_MS = 5_000;

interface SharedPicture {
  taken: Promise<Buffer>;
  /** By their shape. */
  scaled: Map<string, Promise<Buffer>>;
}

/** What a machine shows, as a picture for its card. */
@Injectable()
export class ScreenPictures {
  private readonly counts = new PictureCounts();
  private readonly shared = new Map<string, SharedPicture>();

  constructor(
    private readonly reader: VmReader,
    private readonly hosts: Hosts,
    private readonly watchers: PictureWatchers,
  ) {}

  /** Rejects with `too-many-pictures`, and with `screen-unavailable` when there is none. */
  async show(actor: Actor, vmId: string, shape: PictureShape, now = performance.now()): Promise<Buffer> {
    const seconds = this.counts.secondsToWait(actor.id, now);
    if (seconds > 0) throw new ProblemError('too-many-pictures', { seconds });
    const vm = await this.reader.findFor(actor, 'see-vms', vmId);
    // Before it is shown: nobody watches without the owner seeing it.
    if (vm.ownerId !== actor.id && this.counts.isWatching(actor.id, vmId, now))
      await this.watchers.note(actor, vm, new Date());
    const { taken, scaled } = this.pictureOf(vm);
    const key = `${shape.format} ${shape.width}`;
    const picture = scaled.get(key) ?? taken.then((png) => scaledPicture(png, shape));
    scaled.set(key, picture);
    return picture;
  }

  private pictureOf({ id: vmId, host }: VmEntity): SharedPicture {
    const known = this.shared.get(vmId);
    if (known) return known;
    const taken = this.hosts.of(host).machines.pictureOf(vmId);
    const picture = { taken, scaled: new Map() };
    this.shared.set(vmId, picture);
    const forget = () => this.shared.delete(vmId);
    taken.then(() => setTimeout(forget, SHARED_MS).unref(), forget);
    return picture;
  }
}
