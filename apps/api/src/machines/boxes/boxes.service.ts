import { Injectable } from '@nestjs/common';
import type { Box } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
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
    private readonly audit: AuditWriter,
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

  /** What is downloaded, and what says which it is. */
  async fileFor(actor: Actor, id: string): Promise<{ file: string; headers: Record<string, string> }> {
    const box = (await this.boxes.all()).find(({ name, version }) => `${name}-${version}` === id);
    if (!box) throw new ProblemError('not-found');
    const { sha256 } = await this.boxes.descriptionOf(box);
    await this.dataSource.transaction((tx) =>
      this.audit.record(tx, actor, {
        action: 'template.download-box',
        object: { id: box.name, name: box.name },
        details: { box: id, bytes: box.bytes },
      }),
    );
    const digest = Buffer.from(sha256 ?? '', 'hex').toString('base64');
    return {
      file: box.file,
      headers: sha256 === undefined ? {} : { ETag: `"${sha256}"`, 'Repr-Digest': `sha-256=:${digest}:` },
    };
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
