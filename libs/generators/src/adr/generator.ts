import { formatFiles, generateFiles, type Tree } from '@nx/devkit';
import { join } from 'node:path';

const FOLDER = 'docs/adr';
const INDEX = `${FOLDER}/README.md`;
const FIRST_INDEX =
  '# Decisions\n\nHalf a page each: context, options, choice, price. Written with `nx g @vm-manager/generators:adr "Why …"`.\n';
const ENTRY = /^- \[\d{4}\b.*$/gm;

export interface AdrOptions {
  /** The decision in one line. */
  title: string;
}

export default async function adr(tree: Tree, { title }: AdrOptions): Promise<void> {
  const slug = toSlug(title);
  const taken = tree.children(FOLDER).filter((file) => /^\d{4}-.+\.md$/.test(file));
  if (taken.some((file) => file.slice(5) === `${slug}.md`))
    throw new Error(`A decision with this title is there already: ${slug}`);
  const next = Math.max(0, ...taken.map((file) => Number.parseInt(file))) + 1;
  const number = String(next).padStart(4, '0');
  generateFiles(tree, join(import.meta.dirname, 'files'), FOLDER, { number, slug, title, tmpl: '' });
  const index = tree.read(INDEX, 'utf8') ?? FIRST_INDEX;
  tree.write(INDEX, withEntry(index, `- [${number} ${title}](${number}-${slug}.md)`));
  await formatFiles(tree);
}

function toSlug(title: string): string {
  const plain = title.normalize('NFD').replace(/\p{Diacritic}/gu, '');
  return plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** After the last entry, so that text below the list stays below. */
function withEntry(index: string, entry: string): string {
  const last = [...index.matchAll(ENTRY)].at(-1);
  if (!last) return `${index.trimEnd()}\n\n${entry}\n`;
  const end = last.index + last[0].length;
  return `${index.slice(0, end)}\n${entry}${index.slice(end)}`;
}
