import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AdvisoryLocks } from '../../foundation/database/advisory-locks.js';
import { Volumes } from '../../hosts/libvirt/volumes.js';
import { Provisioner, type Box, type MakeOptions } from '../../hosts/vagrant/provisioner.js';
import { BoxVolumeEntity } from './box-volume.entity.js';

/**
 * The images that machines start from. The first use of a box would have every `vagrant up` upload it, in a race; so it
 * is put into the pool here, by one process at a time, and is there when Vagrant looks.
 */
@Injectable()
export class BoxImages {
  constructor(
    private readonly dataSource: DataSource,
    private readonly locks: AdvisoryLocks,
    private readonly provisioner: Provisioner,
    private readonly volumes: Volumes,
  ) {}

  /** Resolves with whether anything had to be done. */
  async ensure(box: Box, options: MakeOptions): Promise<boolean> {
    const imported = this.dataSource.getRepository(BoxVolumeEntity);
    return this.locks.hold(`box:${box.name}@${box.version}`, options.signal, async () => {
      const { image, volume } = await this.provisioner.openBox(box, options);
      const complete = await imported.existsBy({ name: volume });
      if (complete && (await this.volumes.names()).includes(volume)) return false;
      options.log(`==> ${volume}`);
      await this.volumes.importImage(volume, image, options);
      await imported.save({ name: volume, importedAt: new Date() });
      return true;
    });
  }
}
