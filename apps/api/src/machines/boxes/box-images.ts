import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AdvisoryLocks } from '../../foundation/database/advisory-locks.js';
import type { Host } from '../../hosts/host.js';
import { Hosts } from '../../hosts/hosts.js';
import type { Box, MakeOptions } from '../../hosts/vagrant/provisioner.js';
import { BoxVolumeEntity } from './box-volume.entity.js';

/** Whoever makes something of a box's version or takes it away holds this. */
export const boxLock = ({ name, version }: Pick<Box, 'name' | 'version'>) => `box:${name}@${version}`;

/**
 * The images that a host's machines start from. Several `vagrant up` at once that use a box for the first time would all upload
 * it, and fail. So it is put into the host's pool before Vagrant runs, by one process at a time.
 */
@Injectable()
export class BoxImages {
  constructor(
    private readonly dataSource: DataSource,
    private readonly locks: AdvisoryLocks,
    private readonly hosts: Hosts,
  ) {}

  /** Resolves with whether anything had to be done. */
  async ensure(host: Host, box: Box, options: MakeOptions): Promise<boolean> {
    const imported = this.dataSource.getRepository(BoxVolumeEntity);
    return this.locks.hold(boxLock(box), options.signal, async () => {
      const { image, volume } = await host.provisioner.openBox(box, options);
      const known = await imported.findBy({ name: volume });
      const complete = known.some((row) => this.hosts.isNamed(host, row.host));
      if (complete && (await host.volumes.names()).includes(volume)) return false;
      options.log(`==> ${volume}`);
      await host.volumes.importImage(volume, image, options);
      await imported.save({ host: await host.name(), name: volume, importedAt: new Date() });
      return true;
    });
  }
}
