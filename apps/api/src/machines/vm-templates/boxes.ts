import { Inject, Injectable } from '@nestjs/common';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import * as z from 'zod';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { fromProjectRoot } from '../../foundation/config/project-root.js';

export interface BakedBox {
  name: string;
  version: string;
  file: string;
  bytes: number;
  bakedAt: Date;
}

/** What the file `<box>.json` says of it; a box may be without. */
export const BoxDescription = z.object({
  bakedAt: z.iso.datetime().optional(),
  sha256: z.string().optional(),
  /** How long the check boot took, by what was waited for; absent when there was none. */
  seconds: z.record(z.string(), z.number()).optional(),
  /** Versions by their names. */
  packages: z.record(z.string(), z.string()).optional(),
});
export type BoxDescription = z.infer<typeof BoxDescription>;

/** What else lies beside a box, by the endings of its name. */
export const BESIDE_BOX = ['.sha256', '.json', '.png'];

type BoxSettings = Pick<Environment, 'adapters' | 'dataDir' | 'templatesDir'>;

/** A bake says this often that it goes on (bake.sh). */
const SIGN_OF_LIFE_MS = 5_000;

/** The boxes that were baked for this installation: `<data>/boxes/<box>-<version>.box` (infra/vm-templates). */
@Injectable()
export class Boxes {
  readonly folder: string;

  constructor(@Inject(ENVIRONMENT) private readonly environment: BoxSettings) {
    this.folder = join(environment.dataDir, 'boxes');
  }

  /** Those that are whole, the newest first. A version is a hash of its recipe: only its age says which is newer. */
  async all(): Promise<BakedBox[]> {
    const names = await readdir(this.folder).catch(unlessMissing<string[]>([]));
    // Its checksum is written before the box moves into place: with one, the box is whole.
    const boxes = names
      .map((file) => /^(.+)-(\d+(?:\.\d+)+)\.box$/.exec(file))
      .filter((match) => match !== null && names.includes(`${match[0]}.sha256`))
      .map(async (match) => {
        const [ending = '', name = '', version = ''] = match ?? [];
        const file = join(this.folder, ending);
        // One that is removed meanwhile is not there.
        const found = await stat(file).catch(unlessMissing(null));
        return found && { name, version, file, bytes: found.size, bakedAt: found.mtime };
      });
    const whole = (await Promise.all(boxes)).filter((box) => box !== null);
    return whole.sort((a, b) => b.bakedAt.getTime() - a.bakedAt.getTime());
  }

  /** Of the box that a template names. */
  async newestOf(name: string): Promise<BakedBox | null> {
    const newest = (await this.all()).find((box) => box.name === name);
    // A pretended machine needs no image.
    return newest ?? (this.environment.adapters === 'fake' ? pretended(name) : null);
  }

  async descriptionOf({ file }: Pick<BakedBox, 'file'>): Promise<BoxDescription> {
    const text = file && (await readFile(`${file}.json`, 'utf8').catch(unlessMissing('')));
    try {
      return BoxDescription.parse(JSON.parse(text));
    } catch {
      return {};
    }
  }

  /** Its picture, of the check boot; null when there is none. */
  async pictureOf(name: string): Promise<string | null> {
    const box = await this.newestOf(name);
    const picture = box?.file && `${box.file}.png`;
    return picture && (await stat(picture).catch(unlessMissing(null))) ? picture : null;
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

  /**
   * What bakes it, on the host, in the folder of VM Manager: in a container that has another path. With `anew`, a further version
   * of the same recipe.
   */
  bakeCommand(name: string, { anew = false } = {}): string {
    const { templatesDir } = this.environment;
    const own = templatesDir === null ? '' : `VMM_TEMPLATES_DIR=${templatesDir} `;
    const inside = relative(fromProjectRoot('.'), this.folder);
    const out = inside.startsWith('..') ? this.folder : inside;
    const stamp = anew ? ' --stamp $(date +%Y%m%d%H%M%S)' : '';
    return `sudo ${own}infra/vm-templates/bake.sh ${name} --out ${out} --try${stamp}`;
  }
}

const STARTED_AT = new Date();
const pretended = (name: string): BakedBox => ({
  ...{ name, version: '0.0', file: '', bytes: 0, bakedAt: STARTED_AT },
});

/** What stands for a file or folder that is not there. */
const unlessMissing =
  <T>(value: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
