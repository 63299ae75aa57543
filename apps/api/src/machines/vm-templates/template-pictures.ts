import { Injectable } from '@nestjs/common';
import type { TemplateFile } from '@vm-manager/contracts';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Boxes } from './boxes.js';
import { TemplateCatalogue } from './template-catalogue.js';

/** What a template looks like: the picture of its folder, else the screen that was seen when its box was tried. */
@Injectable()
export class TemplatePictures {
  constructor(
    private readonly catalogue: TemplateCatalogue,
    private readonly boxes: Boxes,
  ) {}

  /** Null when there is none. */
  async fileOf({ id, box, picture }: Pick<TemplateFile, 'id' | 'box' | 'picture'>): Promise<string | null> {
    if (picture === undefined) return this.boxes.pictureOf(box);
    const known = await this.catalogue.find(id);
    return known ? join(known.folder, picture) : null;
  }

  /** Another one has another address, so that browsers keep each for good. */
  async addressOf(template: Pick<TemplateFile, 'id' | 'box' | 'picture'>): Promise<string | null> {
    const file = await this.fileOf(template);
    const found = file === null ? null : await stat(file).catch(() => null);
    return found && `/api/templates/${template.id}/picture?of=${Math.round(found.mtimeMs)}`;
  }
}
