import { Inject, Injectable } from '@nestjs/common';
import type { BoxState } from '@vm-manager/contracts';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { Installation } from '../../foundation/database/installation.js';
import type { Host } from '../../hosts/host.js';
import { Hosts } from '../../hosts/hosts.js';
import { vmIdOfDisk, type Layer } from '../../hosts/libvirt/volumes.js';
import { boxOfVolume } from '../../hosts/vagrant/box-volume.js';
import { boxIn } from '../../hosts/vagrant/vm-json.js';
import { Boxes, type BakedBox } from '../vm-templates/boxes.js';
import { TemplateCatalogue } from '../vm-templates/template-catalogue.js';
import { VmEntity } from '../vms/vm.entity.js';
import { boxOfOwnName } from './own-box-name.js';

/** A version of a box, as far as there is anything of it. */
export interface KnownBox {
  id: string;
  name: string;
  version: string;
  state: BoxState;
  /** Its file; null when only images are left. */
  baked: BakedBox | null;
  images: { host: Host; volume: string; bytes: number }[];
  /** The VMs that stand on it, or are being made from it. */
  usedBy: VmEntity[];
  /** Volumes that stand on it and belong to no VM of ours. */
  otherLayers: string[];
}

export interface BoxStock {
  boxes: KnownBox[];
  /** Whether every host could be asked. */
  complete: boolean;
}

/** What there is of boxes: files here, images in the hosts' storage pools, and the machines that stand on them. */
@Injectable()
export class BoxInventory {
  constructor(
    private readonly dataSource: DataSource,
    private readonly boxes: Boxes,
    private readonly catalogue: TemplateCatalogue,
    private readonly hosts: Hosts,
    private readonly installation: Installation,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async read(): Promise<BoxStock> {
    const found = new Found();
    for (const baked of await this.files()) found.addFile(baked);
    const vms = await this.dataSource.getRepository(VmEntity).find({ relations: { owner: true } });
    const asked = await Promise.allSettled(
      this.hosts.all().map(async (host) => this.lookAt(host, await host.volumes.layers(), vms, found)),
    );
    await Promise.all(vms.map((vm) => this.lookIntoFolder(vm, found)));
    return { boxes: found.all(), complete: asked.every(({ status }) => status === 'fulfilled') };
  }

  /** A pretended machine may stand on a box without a file. */
  private async files(): Promise<BakedBox[]> {
    const { known } = await this.catalogue.read();
    const names = new Set(known.map(({ file }) => file.box));
    const newest = await Promise.all([...names].map((name) => this.boxes.newestOf(name)));
    const all = await this.boxes.all();
    return [...all, ...newest.filter((box) => box !== null && box.file === '')] as BakedBox[];
  }

  private lookAt(host: Host, layers: readonly Layer[], vms: readonly VmEntity[], found: Found): void {
    const byId = new Map(vms.map((vm) => [vm.id, vm]));
    const ours = (volume: string | null) => {
      const box = volume === null ? null : boxOfVolume(volume);
      const name = box && boxOfOwnName(this.installation, box.name);
      return box && name ? found.of(name, box.version) : undefined;
    };
    for (const { name, bytes, base } of layers) {
      ours(name)?.images.push({ host, volume: name, bytes });
      const below = ours(base);
      if (!below) continue;
      const vm = byId.get(vmIdOfDisk(name) ?? '');
      if (vm) use(below, vm);
      else below.otherLayers.push(name);
    }
  }

  /** A machine that is being made stands on nothing yet, but its folder says on what it will. */
  private async lookIntoFolder(vm: VmEntity, found: Found): Promise<void> {
    const box = await boxIn(join(this.environment.studentVmsDir, vm.folder));
    const name = box && boxOfOwnName(this.installation, box.name);
    if (box && name) use(found.of(name, box.version), vm);
  }
}

function use(box: KnownBox, vm: VmEntity): void {
  if (!box.usedBy.some(({ id }) => id === vm.id)) box.usedBy.push(vm);
}

class Found {
  private readonly byId = new Map<string, KnownBox>();

  addFile(baked: BakedBox): void {
    const isNewest = ![...this.byId.values()].some(({ name }) => name === baked.name);
    const box = this.of(baked.name, baked.version);
    box.baked = baked;
    box.state = isNewest ? 'ready' : 'superseded';
  }

  of(name: string, version: string): KnownBox {
    const id = `${name}-${version}`;
    const known = this.byId.get(id) ?? {
      ...{ id, name, version, state: 'image-only', baked: null, images: [], usedBy: [], otherLayers: [] },
    };
    this.byId.set(id, known);
    return known;
  }

  all(): KnownBox[] {
    return [...this.byId.values()].sort(
      (a, b) => a.name.localeCompare(b.name) || ageOf(b) - ageOf(a) || b.version.localeCompare(a.version),
    );
  }
}

const ageOf = ({ baked }: KnownBox) => baked?.bakedAt.getTime() ?? 0;
