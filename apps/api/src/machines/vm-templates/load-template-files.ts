import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromProjectRoot } from '../../foundation/config/project-root.js';
import { TemplateFile } from './template-file.js';

export const TEMPLATE_FILES = Symbol('TEMPLATE_FILES');

/** Those of this program. */
export const TEMPLATE_FILES_PROVIDER = {
  provide: TEMPLATE_FILES,
  useFactory: () => loadTemplateFiles(fromProjectRoot('infra/vm-templates')),
};

/** Reads `<folder>/<id>/template.json` of every template; a broken one stops the start, with its name. */
export async function loadTemplateFiles(folder: string): Promise<TemplateFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const ids = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const files = await Promise.all(ids.map((id) => loadTemplateFile(join(folder, id, 'template.json'))));
  return files.filter((file) => file !== null).sort((a, b) => a.id.localeCompare(b.id));
}

async function loadTemplateFile(path: string): Promise<TemplateFile | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return TemplateFile.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${path} is not a valid template`, { cause });
  }
}
