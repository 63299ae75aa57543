import { Readable } from 'node:stream';
import type { FakeDomain, FakeHost } from '../../fake-host/fake-host.js';
import { DiskCopies, type BroughtBack, type CopyOptions, type DiskCopy } from '../disk-copies.js';

/** A pretended machine has all that it is in its definition; its image only says so. */
export class FakeDiskCopies extends DiskCopies {
  constructor(private readonly host: FakeHost) {
    super();
  }

  async definitionOf(vmId: string): Promise<string | null> {
    const domain = await this.host.read('domain', vmId);
    return domain && JSON.stringify(domain);
  }

  async restingSince(vmId: string): Promise<string | null> {
    return (await this.host.read('domain', vmId))?.power === 'off' ? 'switched off' : null;
  }

  async copy(vmId: string, { since, write, progress }: CopyOptions): Promise<DiskCopy> {
    const domain = await this.host.read('domain', vmId);
    if (!domain) throw new Error(`${vmId} is gone`);
    await write(Readable.from([Buffer.from(`disk of ${vmId}`)]));
    progress(1);
    const isOff = domain.power === 'off';
    return { changesOnly: since !== null && !isOff, mark: isOff ? null : `mark of ${vmId}` };
  }

  async bringBack(
    { vmId, ownerId, installationId }: BroughtBack,
    { definition }: { definition: string },
  ): Promise<void> {
    const domain = JSON.parse(definition) as FakeDomain;
    // It is one of ours now, whoever made it.
    delete domain.name;
    delete domain.foreign;
    const disk = `vmm-${vmId}.img`;
    await this.host.write('volume', disk, { name: disk });
    await this.host.write('domain', vmId, { ...domain, vmId, ownerId, installationId, power: 'off' });
  }
}
