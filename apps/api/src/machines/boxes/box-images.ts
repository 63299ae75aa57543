import { Injectable } from '@nestjs/common';
import { rm, stat } from 'node:fs/promises';
import { DataSource } from 'typeorm';
import { AdvisoryLocks } from '../../foundation/database/advisory-locks.js';
import { Installation } from '../../foundation/database/installation.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { Host } from '../../hosts/host.js';
import { Hosts } from '../../hosts/hosts.js';
import { boxVolume } from '../../hosts/vagrant/box-volume.js';
import type { Box, MakeOptions } from '../../hosts/vagrant/provisioner.js';
import { BESIDE_BOX, Boxes } from '../vm-templates/boxes.js';
import { BoxVolumeEntity } from './box-volume.entity.js';
import { mustFit } from './must-fit.js';
import { ownBoxName } from './own-box-name.js';

/** Whoever makes something of a box's version or takes it away holds this. */
export const boxLock = ({ name, version }: Pick<Box, 'name' | 'version'>) => `box:${name}@${version}`;

const MIB = 2 ** 20;

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
    private readonly boxes: Boxes,
    private readonly installation: Installation,
  ) {}

  /** What new machines start from, under the name that it has for Vagrant; null when there is none. */
  async newestOf(box: string): Promise<Box | null> {
    const baked = await this.boxes.newestOf(box);
    if (!baked) return null;
    return { name: ownBoxName(this.installation, box), file: baked.file, version: baked.version };
  }

  /** Resolves with whether anything had to be done. */
  async ensure(host: Host, box: Box, options: MakeOptions): Promise<boolean> {
    return this.locks.hold(boxLock(box), options.signal, async () => {
      if (await this.isIn(host, box)) {
        // Vagrant has to know it, wherever its image came from.
        await host.provisioner.openBox(box, options);
        return false;
      }
      await this.mustFit(host, box);
      const { image, volume } = await host.provisioner.openBox(box, options);
      options.log(`==> ${volume}`);
      await host.volumes.importImage(volume, image, options);
      const imported = this.dataSource.getRepository(BoxVolumeEntity);
      await imported.save({ host: await host.name(), name: volume, importedAt: new Date() });
      return true;
    });
  }

  /** Whether its image was put there completely; somebody may have removed it since. */
  async wasPutInto(host: Host, box: Pick<Box, 'name' | 'version'>): Promise<boolean> {
    const known = await this.dataSource.getRepository(BoxVolumeEntity).findBy({ name: boxVolume(box) });
    return known.some((row) => this.hosts.isNamed(host, row.host));
  }

  private async isIn(host: Host, box: Box): Promise<boolean> {
    return (await this.wasPutInto(host, box)) && (await host.volumes.names()).includes(boxVolume(box));
  }

  /** Before anybody waits for it. A host that is not to be reached gets it when its first machine needs it. */
  async ensureEverywhere(box: Box, options: MakeOptions): Promise<boolean> {
    let anything = false;
    for (const host of this.hosts.all()) {
      try {
        if (await this.ensure(host, box, options)) anything = true;
      } catch (error) {
        if (!(error instanceof ProblemError) || error.code !== 'libvirt-unavailable') throw error;
        options.log(`— ${host.givenName ?? 'libvirt'}: ${error.code}`);
      }
    }
    return anything;
  }

  /** Takes a new version back that could be put into no pool: the one before goes on. */
  async withdraw(name: string, file: string): Promise<void> {
    const box = await this.newestOf(name);
    if (box?.file !== file) return;
    await this.locks.holdIfFree(boxLock(box), async () => {
      const hosts = this.hosts.all();
      if ((await Promise.all(hosts.map((host) => this.wasPutInto(host, box)))).some(Boolean)) return;
      // First what makes it one: the rest alone is nothing.
      for (const ending of ['', ...BESIDE_BOX]) await rm(file + ending, { force: true });
      for (const host of hosts) await host.provisioner.forgetBox(box);
    });
  }

  private async mustFit(host: Host, { name, file }: Box): Promise<void> {
    if (file === '') return;
    const needed = (await stat(file)).size / MIB;
    mustFit(name, await host.name(), { needed, free: (await host.volumes.freeBytes()) / MIB });
  }
}
