// The guides of docs/fr as the portal shows them: one file for each role, cut at their headings, with the pictures beside.
// `node apps/portal/build/guides.mjs` writes them to where the bundle takes its files from.
import MarkdownIt from 'markdown-it';
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const DOCS = join(import.meta.dirname, '../../../docs/fr');
const TARGET = join(import.meta.dirname, '../.angular/guides');

/** What each role may read, in this order; no link of theirs leads to another. */
export const READERS = {
  student: ['guide-etudiant', 'quotas'],
  teacher: ['guide-enseignant', 'guide-etudiant', 'quotas', 'donnees-personnelles'],
  admin: [
    ...[
      'exploitation',
      'depannage',
      'installation',
      'sauvegarde',
      'annuaire',
      'modeles',
      'quotas',
      'donnees-personnelles',
    ],
    ...['revue-de-deploiement', 'reprise-du-prototype', 'guide-enseignant', 'guide-etudiant'],
  ],
};

// What looks like HTML in a guide is shown as it is written, never taken for it.
const markdown = new MarkdownIt({ html: false });
// Long lines of a program, and wide tables, are moved sideways within, by the keyboard too.
const { fence } = markdown.renderer.rules;
markdown.renderer.rules.fence = (...args) => fence(...args).replace('<pre>', '<pre tabindex="0">');
markdown.renderer.rules.table_open = () => '<div class="table" tabindex="0"><table>\n';
markdown.renderer.rules.table_close = () => '</table></div>\n';

/** As GitHub makes them, so that a link leads to the same place there. */
export const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/gu, '-');

/**
 * `{ name, title, sections: [{ id, level, title, html }] }`; what stands before the first heading is a section without a title.
 * `sizeOf` knows the pictures: with their size said, nothing jumps when they come in.
 */
export function guideOf(name, source, { guides, sizeOf }) {
  const tokens = markdown.parse(source, {});
  const guide = { name, title: '', sections: [{ id: '', level: 2, title: '', tokens: [] }] };
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token.type === 'inline') mend(token.children, name, guides, sizeOf);
    if (token.type !== 'heading_open') {
      guide.sections.at(-1).tokens.push(token);
      continue;
    }
    const title = textOf(tokens[at + 1].children);
    const level = Number(token.tag.slice(1));
    if (level === 1) guide.title = title;
    else guide.sections.push({ id: anchorOf(title), level, title, tokens: [] });
    at += 2;
  }
  const sections = guide.sections
    .map(({ tokens, ...section }) => ({
      ...section,
      html: markdown.renderer.render(tokens, markdown.options, {}),
    }))
    .filter(({ title, html }) => title || html);
  return { ...guide, sections };
}

const textOf = (tokens) => tokens.map(({ content }) => content).join('');

/** Links to other guides stay in the portal; those to files of the repository are words only. */
function mend(tokens, name, guides, sizeOf) {
  const isLeft = [];
  for (const token of tokens) {
    if (token.type === 'image') {
      const picture = token.attrGet('src');
      token.attrSet('src', `/guides/${picture}`);
      for (const [key, value] of Object.entries(sizeOf(picture))) token.attrSet(key, String(value));
    } else if (token.type === 'link_open') {
      const address = addressOf(decodeURI(token.attrGet('href')), name, guides);
      isLeft.push(address === null);
      if (address === null) hide(token);
      else token.attrSet('href', address);
    } else if (token.type === 'link_close' && isLeft.pop()) hide(token);
  }
}

function addressOf(href, name, guides) {
  if (/^https?:/.test(href)) return href;
  const [, file, anchor = ''] = /^([^#]*)(#.*)?$/.exec(href);
  const guide = file === '' ? name : file.replace(/\.md$/, '');
  return guides.includes(guide) ? `/aide/${guide}${anchor}` : null;
}

function hide(token) {
  token.type = 'text';
  token.content = '';
}

/** Of a WebP file as browsers write it: simple or extended. */
export function sizeOfWebp(bytes) {
  const kind = bytes.toString('latin1', 12, 16);
  if (kind === 'VP8 ')
    return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
  if (kind === 'VP8X') return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
  throw new Error(`A picture of a guide is no WebP file that is known here: ${kind}`);
}

export async function readGuides(docs = DOCS) {
  const files = (await readdir(docs)).filter((file) => file.endsWith('.md'));
  const pictures = await readdir(join(docs, 'images')).catch(() => []);
  const sizes = new Map();
  for (const picture of pictures)
    sizes.set(`images/${picture}`, sizeOfWebp(await readFile(join(docs, 'images', picture))));
  const guides = files.map((file) => file.slice(0, -'.md'.length));
  // One that is not there yet is found by the test; the pictures are taken of what is built.
  const sizeOf = (picture) => sizes.get(picture) ?? {};
  const read = async (name) =>
    guideOf(name, await readFile(join(docs, `${name}.md`), 'utf8'), { guides, sizeOf });
  const entries = await Promise.all(guides.map(async (name) => [name, await read(name)]));
  return { guides: new Map(entries), pictures };
}

if (import.meta.main) {
  const { guides, pictures } = await readGuides();
  await rm(TARGET, { recursive: true, force: true });
  await mkdir(join(TARGET, 'images'), { recursive: true });
  for (const [role, names] of Object.entries(READERS))
    await writeFile(join(TARGET, `${role}.json`), JSON.stringify(names.map((name) => guides.get(name))));
  for (const picture of pictures)
    await copyFile(join(DOCS, 'images', picture), join(TARGET, 'images', picture));
}
