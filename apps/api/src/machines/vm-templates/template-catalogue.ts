import { Inject, Injectable } from '@nestjs/common';
import type { TemplateFile } from '@vm-manager/contracts';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { fieldError, type FieldError } from '../../foundation/problems/problem-error.js';
import { fromProjectRoot } from '../../foundation/config/project-root.js';
import { readTemplate } from './read-template.js';

export interface KnownTemplate {
  folder: string;
  file: TemplateFile;
}

/** A folder whose description cannot be used, with each place that is wrong. */
export interface RefusedTemplate {
  id: string;
  folder: string;
  errors: FieldError[];
}

export interface Catalogue {
  known: KnownTemplate[];
  refused: RefusedTemplate[];
}

/** Those that ship. */
const OURS = fromProjectRoot('infra/vm-templates');

/**
 * The templates of our folder and of the school's (`VMM_TEMPLATES_DIR`): each folder in them that has a `template.json`. They
 * are read whenever they are asked for, which takes about a millisecond: what was changed is there at once, in all processes.
 */
@Injectable()
export class TemplateCatalogue {
  constructor(@Inject(ENVIRONMENT) private readonly environment: Pick<Environment, 'templatesDir'>) {}

  async read(): Promise<Catalogue> {
    const ours = (await templatesIn(OURS)).sort(lightestFirst);
    const { templatesDir } = this.environment;
    const own =
      templatesDir === null ? [] : await templatesIn(templatesDir).catch(() => [unreadable(templatesDir)]);
    const taken = new Set(ours.map(({ id }) => id));
    const all = [...ours, ...own.map((template) => (taken.has(template.id) ? idTaken(template) : template))];
    return {
      known: all.flatMap((template) => ('file' in template ? [template] : [])),
      refused: all.flatMap((template) => ('errors' in template ? [template] : [])),
    };
  }

  async find(id: string): Promise<KnownTemplate | undefined> {
    return (await this.read()).known.find(({ file }) => file.id === id);
  }
}

/** The template that a box is made for: the one that is called so, else the first that names it, else none that is known. */
export const templateOfBox = (known: readonly KnownTemplate[], box: string): string =>
  (known.find(({ file }) => file.id === box) ?? known.find(({ file }) => file.box === box))?.file.id ?? box;

type Found = ({ id: string } & KnownTemplate) | RefusedTemplate;

async function templatesIn(parent: string): Promise<Found[]> {
  const entries = await readdir(parent, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  // A folder that lies elsewhere may be linked here.
  const ids = entries
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => name);
  const found = await Promise.all(
    ids.sort().map(async (id): Promise<Found | null> => {
      const folder = join(parent, id);
      const read = await readTemplate(folder, id);
      return read && { id, folder, ...read };
    }),
  );
  return found.filter((template) => template !== null);
}

/** The first one is what the portal proposes. */
const lightestFirst = (a: Found, b: Found) => memoryOf(a) - memoryOf(b);
const memoryOf = (template: Found) => ('file' in template ? template.file.sizes.memoryMiB.default : 0);

/** Ours go on without the school's. */
const unreadable = (folder: string): RefusedTemplate => ({
  id: basename(folder),
  folder,
  errors: [fieldError('', 'template.folder-unreadable')],
});

const idTaken = ({ id, folder }: Found): RefusedTemplate => ({
  id,
  folder,
  errors: [fieldError('/id', 'template.id-taken')],
});
