import { Injectable } from '@nestjs/common';
import type { Box } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { Boxes } from '../vm-templates/boxes.js';
import { TemplateCatalogue, templateOfBox } from '../vm-templates/template-catalogue.js';
import { BoxInventory, type KnownBox } from './box-inventory.js';
import { BoxVolumeEntity } from './box-volume.entity.js';

/** The versions of boxes, for administrators. */
@Injectable()
export class BoxesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly inventory: BoxInventory,
    private readonly boxes: Boxes,
    private readonly catalogue: TemplateCatalogue,
  ) {}

  async list(): Promise<Box[]> {
    const { boxes } = await this.inventory.read();
    const { known } = await this.catalogue.read();
    const imports = await this.dataSource.getRepository(BoxVolumeEntity).find();
    const importedAt = new Map(imports.map(({ name, importedAt: at }) => [name, at]));
    return Promise.all(
      boxes.map((box) =>
        this.toBox(box, templateOfBox(known, box.name), importedAt.get(box.images[0]?.volume ?? '')),
      ),
    );
  }

  private async toBox(box: KnownBox, templateId: string, importedAt = new Date(0)): Promise<Box> {
    const described = box.baked ? await this.boxes.descriptionOf(box.baked) : {};
    return {
      ...{ id: box.id, templateId, name: box.name, version: box.version, state: box.state },
      sizeBytes: box.baked?.bytes ?? 0,
      bakedAt: described.bakedAt ?? (box.baked?.bakedAt ?? importedAt).toISOString(),
      sha256: described.sha256 ?? null,
      packages: described.packages ?? null,
      tried: described.seconds !== undefined,
      usedBy: box.usedBy.map(({ id, name, owner }) => ({ id, name, owner: owner.username })),
      images: await Promise.all(
        box.images.map(async ({ host, bytes }) => ({ host: await host.name(), bytes })),
      ),
    };
  }
}
