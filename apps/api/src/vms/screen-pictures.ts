import { Injectable, StreamableFile } from '@nestjs/common';
import type { Actor } from '../auth/actor.js';
import { Hypervisor } from '../libvirt/hypervisor.js';
import { VmReader } from './vm-reader.js';

/** What a machine shows, as a picture for its card. */
@Injectable()
export class ScreenPictures {
  constructor(
    private readonly reader: VmReader,
    private readonly hypervisor: Hypervisor,
  ) {}

  async show(actor: Actor, vmId: string): Promise<StreamableFile> {
    await this.reader.findFor(actor, 'see-vms', vmId);
    return new StreamableFile(await this.hypervisor.pictureOf(vmId), { type: 'image/png' });
  }
}
