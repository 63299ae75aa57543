import { Inject, Injectable } from '@nestjs/common';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';

export interface BakedBox {
  version: string;
  file: string;
}

/** The boxes that were baked for this installation: `<data>/boxes/<template>-<version>.box` (infra/vm-templates). */
@Injectable()
export class Boxes {
  private readonly folder: string;

  constructor(@Inject(ENVIRONMENT) private readonly environment: Environment) {
    this.folder = join(environment.dataDir, 'boxes');
  }

  async newestOf(templateId: string): Promise<BakedBox | null> {
    // A pretended machine needs no image.
    if (this.environment.adapters === 'fake') return { version: '0.0', file: '' };
    const names = await readdir(this.folder).catch((error: NodeJS.ErrnoException): string[] => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    // Its checksum is written before the box moves into place: with one, the box is whole.
    const boxes = names
      .map((name) => new RegExp(`^${templateId}-(\\d+\\.\\d+)\\.box$`).exec(name))
      .filter((match) => match !== null && names.includes(`${match[0]}.sha256`))
      .map(async (match) => {
        const file = join(this.folder, match?.[0] ?? '');
        return { version: match?.[1] ?? '', file, bakedAt: (await stat(file)).mtimeMs };
      });
    // A version is a hash of its recipe: only its age says which is newer.
    const [newest] = (await Promise.all(boxes)).sort((a, b) => b.bakedAt - a.bakedAt);
    return newest ?? null;
  }
}
