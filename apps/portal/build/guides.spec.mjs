import assert from 'node:assert/strict';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { PAGES } from '../src/app/help/page-help.ts';
import { READERS, guideOf, readGuides, sizeOfWebp } from './guides.mjs';

const ROOT = join(import.meta.dirname, '../../..');
const PICTURE_BYTES = 200_000;
const PICTURES_BYTES = 1_500_000;

let guides;
let pictures;
before(async () => ({ guides, pictures } = await readGuides()));

const one = (source, guides = ['guide']) =>
  guideOf('guide', source, { guides, sizeOf: () => ({ width: 40, height: 30 }) });

test('a guide is cut at its headings, which are anchors as on GitHub', () => {
  const { title, sections } = one('# Titre\n\nDébut\n\n## L’état d’`un` hôte\n\nA\n\n### Fin\n\nB\n');
  assert.equal(title, 'Titre');
  assert.deepEqual(
    sections.map(({ id, level, title }) => [id, level, title]),
    [
      ['', 2, ''],
      ['létat-dun-hôte', 2, 'L’état d’un hôte'],
      ['fin', 3, 'Fin'],
    ],
  );
  assert.equal(sections[2].html, '<p>B</p>\n');
});

test('what looks like HTML stays text, and no link runs anything', () => {
  const { html } = one('<script>alert(1)</script>\n\n[x](javascript:alert(1))\n').sections[0];
  assert.ok(!html.includes('<script') && !html.includes('href'), html);
});

test('links to guides stay in the portal, those to files of the repository are words', () => {
  const source = '[a](autre.md#là) [b](#ici) [c](../adr/1.md) [d](https://www.cnil.fr) ![e](images/e.webp)\n';
  const { html } = one(source, ['guide', 'autre']).sections[0];
  assert.match(
    html,
    /<a href="\/aide\/autre#là">a<\/a> <a href="\/aide\/guide#ici">b<\/a> c <a href="https:/,
  );
  assert.match(html, /<img src="\/guides\/images\/e.webp" alt="e" width="40" height="30">/);
});

test('every link of a guide leads to a heading that is there, in a guide that its readers have', () => {
  for (const [role, names] of Object.entries(READERS))
    for (const name of names)
      for (const { html } of guides.get(name).sections)
        for (const [, guide, anchor] of html.matchAll(/href="\/aide\/([^"#]+)#?([^"]*)"/g)) {
          assert.ok(names.includes(guide), `${role}: ${name} leads to ${guide}`);
          if (anchor) assert.ok(has(guide, anchor), `${name} leads to ${guide}#${anchor}`);
        }
});

test('no two headings of a guide are the same place', () => {
  for (const { name, sections } of guides.values())
    assert.equal(new Set(sections.map(({ id }) => id)).size, sections.length, name);
});

test('the help on each page is written, and its reader has it', () => {
  for (const [path, help] of PAGES)
    for (const [role, names] of Object.entries(READERS)) {
      const isTheirs =
        role === 'admin' || (role === 'teacher' ? !path.startsWith('/administration') : isForAll(path));
      if (!isTheirs) continue;
      const [guide, anchor] = (typeof help === 'string' ? help : help[role]).split('#');
      assert.ok(names.includes(guide) && has(guide, anchor), `${path} for ${role}: ${guide}#${anchor}`);
    }
});

test('the guides show every picture, and no picture is large', () => {
  const shown = new Set();
  for (const { sections } of guides.values())
    for (const { html } of sections)
      for (const [, picture] of html.matchAll(/src="\/guides\/images\/([^"]+)"/g)) shown.add(picture);
  assert.deepEqual([...shown].sort(), pictures.toSorted());
  const sizes = pictures.map((picture) => statSync(join(ROOT, 'docs/fr/images', picture)).size);
  assert.ok(Math.max(...sizes) <= PICTURE_BYTES, `${Math.max(...sizes)} bytes`);
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= PICTURES_BYTES);
});

test('the size of a picture is read from it', () => {
  const simple = Buffer.alloc(30);
  simple.write('RIFF\0\0\0\0WEBPVP8 ');
  simple.writeUInt16LE(1500, 26);
  simple.writeUInt16LE(1020, 28);
  assert.deepEqual(sizeOfWebp(simple), { width: 1500, height: 1020 });
});

/** What the guides put into quotation marks is what the screens say; `…` there, and values here, are any words. */
test('the words in « » in the guides are on the screens', () => {
  const texts = [...leaves(JSON.parse(read('apps/portal/src/i18n/fr.json'))), ...namesOfTemplates()].map(
    plain,
  );
  const wrong = [];
  for (const name of ['guide-etudiant', 'guide-enseignant', 'quotas'])
    for (const [, quoted] of read(`docs/fr/${name}.md`).matchAll(/«([^»]*)»/g)) {
      const words = plain(quoted.replace(/[*_`]/g, ''));
      if (!texts.some((text) => isSaid(words, text))) wrong.push(`${name}: « ${quoted.trim()} »`);
    }
  assert.deepEqual(wrong, []);
});

function isSaid(words, text) {
  const values = text.split(/\{\{\w+\}\}/);
  const isMostlyValues = values.join('').replace(/[^\p{L}]/gu, '').length < 4;
  if (values.length > 1 && isMostlyValues) return false;
  const asText = new RegExp(`^${values.map(RegExp.escape).join('.+')}$`, 'i');
  const asWords = new RegExp(
    `^${words
      .split('…')
      .map((part) => RegExp.escape(part.trim()))
      .join('.*')}$`,
  );
  return asText.test(words) || asWords.test(values.join('x'));
}

/** Spaces of typography and ends of lines are no difference. */
function plain(text) {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ ?([:;!?]) ?/g, '$1')
    .trim();
}

function leaves(texts) {
  return Object.values(texts).flatMap((text) => (typeof text === 'string' ? [text] : leaves(text)));
}

function namesOfTemplates() {
  return globSync('infra/vm-templates/*/template.json', { cwd: ROOT }).flatMap((path) => {
    const { name } = JSON.parse(read(path));
    return typeof name === 'string' ? [name] : Object.values(name);
  });
}

const read = (path) => readFileSync(join(ROOT, path), 'utf8');
const has = (guide, anchor) => guides.get(guide).sections.some(({ id }) => id === decodeURI(anchor));
const isForAll = (path) => /^\/(machines|demandes|invitations|compte)/.test(path);
