import { formatFiles, generateFiles, readJson, writeJson, type Tree } from '@nx/devkit';
import { join } from 'node:path';

const TEMPLATES = 'infra/vm-templates';

export interface VmTemplateOptions {
  /** Its id and the name of its folder. */
  name: string;
  /** The template on which it stands: its recipe comes first, its description is where the new one begins. */
  from?: string;
  /** Debian packages that it adds. */
  packages?: string[];
  fr?: string;
  en?: string;
}

export default async function vmTemplate(
  tree: Tree,
  { name, from = 'debian-server', packages = ['git'], fr = name, en = name }: VmTemplateOptions,
): Promise<void> {
  const folder = `${TEMPLATES}/${name}`;
  if (tree.exists(folder)) throw new Error(`${folder} is there already`);
  if (!tree.exists(`${TEMPLATES}/${from}/packages`))
    throw new Error(`${TEMPLATES}/${from} has no recipe to stand on`);
  const base = readJson<Record<string, unknown>>(tree, `${TEMPLATES}/${from}/template.json`);
  // A picture is a file of its folder; who sees it and how long it lasts are its own.
  for (const own of ['picture', 'groups', 'evaluationDays']) delete base[own];
  generateFiles(tree, join(import.meta.dirname, 'files'), folder, { name, from, packages, tmpl: '' });
  writeJson(tree, `${folder}/template.json`, {
    ...base,
    id: name,
    name: { fr, en },
    description: { fr: `Avec ${packages.join(', ')}.`, en: `With ${packages.join(', ')}.` },
    box: name,
  });
  await formatFiles(tree);
}
