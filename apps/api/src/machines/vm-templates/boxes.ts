import { Inject, Injectable } from '@nestjs/common';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';

export interface BakedBox {
  version: string;
  file: string;
  bakedAt: Date;
}

type BoxSettings = Pick<Environment, 'adapters' | 'dataDir' | 'templatesDir'>;

/** A bake says this often that it goes on (bake.sh). */
const SIGN_OF_LIFE_MS = 5_000;

/** The boxes that were baked for this installation: `<data>/boxes/<box>-<version>.box` (infra/vm-templates). */
@Injectable()
export class Boxes {
  private readonly folder: string;

  constructor(@Inject(ENVIRONMENT) private readonly environment: BoxSettings) {
    this.folder = join(environment.dataDir, 'boxes');
  }

  /** Of the box that a template names. */
  async newestOf(name: string): Promise<BakedBox | null> {
    // A pretended machine needs no image.
    if (this.environment.adapters === 'fake') return { version: '0.0', file: '', bakedAt: new Date() };
    const names = await readdir(this.folder).catch(unlessMissing<string[]>([]));
    // Its checksum is written before the box moves into place: with one, the box is whole.
    const boxes = names
      .map((file) => new RegExp(`^${name}-(\\d+\\.\\d+)\\.box$`).exec(file))
      .filter((match) => match !== null && names.includes(`${match[0]}.sha256`))
      .map(async (match) => {
        const file = join(this.folder, match?.[0] ?? '');
        return { version: match?.[1] ?? '', file, bakedAt: (await stat(file)).mtime };
      });
    // A version is a hash of its recipe: only its age says which is newer.
    const [newest] = (await Promise.all(boxes)).sort((a, b) => b.bakedAt.getTime() - a.bakedAt.getTime());
    return newest ?? null;
  }

  /** How far its bake is, in percent; null while there is none. */
  async bakedPercent(name: string, now = Date.now()): Promise<number | null> {
    const file = join(this.folder, `${name}.baking`);
    const found = await stat(file).catch(unlessMissing(null));
    // One that was killed leaves its file.
    if (!found || now - found.mtimeMs > 6 * SIGN_OF_LIFE_MS) return null;
    const step = await readFile(file, 'utf8').catch(unlessMissing(''));
    return Math.min(100, Number(/ (\d+)% /.exec(step)?.[1] ?? 0));
  }

  /** What bakes it, on the host. */
  bakeCommand(name: string): string {
    const { templatesDir } = this.environment;
    const own = templatesDir === null ? '' : `VMM_TEMPLATES_DIR=${templatesDir} `;
    return `sudo ${own}infra/vm-templates/bake.sh ${name} --out ${this.folder}`;
  }
}

/** What stands for a file or folder that is not there. */
const unlessMissing =
  <T>(value: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
