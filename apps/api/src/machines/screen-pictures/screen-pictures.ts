import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { Actor } from '../../access/identity/actor.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { Hosts } from '../../hosts/hosts.js';
import { PassingEvents } from '../../messages/events/passing-events.js';
import { PictureCounts } from './picture-counts.js';
import { PictureWatchers } from './picture-watchers.js';
import type { PictureShape } from './scaled-picture.js';
import { SeenScreen } from './seen-screen.js';
import { VmReader } from '../vms/vm-reader.js';
import type { VmEntity } from '../vms/vm.entity.js';

/** What a machine shows, as a picture for its card. */
@Injectable()
export class ScreenPictures implements OnModuleDestroy {
  private readonly logger = new Logger(ScreenPictures.name);
  private readonly counts = new PictureCounts();
  /** By VM. Of this process alone, as the connection to the hypervisor is. */
  private readonly screens = new Map<string, SeenScreen>();

  constructor(
    private readonly reader: VmReader,
    private readonly hosts: Hosts,
    private readonly watchers: PictureWatchers,
    private readonly events: PassingEvents,
  ) {}

  onModuleDestroy(): void {
    for (const screen of this.screens.values()) screen.end();
  }

  /** Rejects with `too-many-pictures`, and with `screen-unavailable` when there is none. */
  async show(actor: Actor, vmId: string, shape: PictureShape, now = performance.now()): Promise<Buffer> {
    const seconds = this.counts.secondsToWait(actor.id, now);
    if (seconds > 0) throw new ProblemError('too-many-pictures', { seconds });
    const vm = await this.reader.findFor(actor, 'see-vms', vmId);
    // Before it is shown: nobody watches without the owner seeing it.
    if (vm.ownerId !== actor.id && this.counts.isWatching(actor.id, vmId, now))
      await this.watchers.note(actor, vm, new Date());
    return this.screenOf(vm).look(actor.id, shape);
  }

  private screenOf({ id: vmId, host }: VmEntity): SeenScreen {
    const known = this.screens.get(vmId);
    if (known) return known;
    const screen = new SeenScreen(
      () => this.hosts.of(host).machines.pictureOf(vmId),
      (people, version) => {
        // Whoever misses it sees the picture when they ask again.
        this.events
          .tell('picture', people, { vmId, version })
          .catch((error: unknown) => this.logger.warn(error));
      },
      () => this.screens.delete(vmId),
    );
    this.screens.set(vmId, screen);
    return screen;
  }
}
