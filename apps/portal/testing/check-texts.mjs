// The texts are complete: both languages have the same keys and the same values in them, every key is used,
// and French has the spaces of its typography (`--fix` writes them). That each used key exists is checked by the types.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
// From its source: lint builds nothing.
// eslint-disable-next-line @nx/enforce-module-boundaries
import { french } from '../../../libs/contracts/src/french.ts';

const SOURCE = join(import.meta.dirname, '../src');
const leaves = (texts, path = '') =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value]] : leaves(value, `${path}${key}.`),
  );
const read = (language) =>
  new Map(leaves(JSON.parse(readFileSync(join(SOURCE, `i18n/${language}.json`), 'utf8'))));
const valuesIn = (text) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)]
    .map(([, name]) => name)
    .sort()
    .join();

function findProblems(fr, en, source) {
  const problems = [];
  for (const key of new Set([...fr.keys(), ...en.keys()])) {
    const [french, english] = [fr.get(key), en.get(key)];
    if (french === undefined) problems.push(`${key}: no French`);
    else if (english === undefined) problems.push(`${key}: no English`);
    else if (valuesIn(french) !== valuesIn(english))
      problems.push(`${key}: other {{values}} in each language`);
  }
  for (const [key, text] of fr)
    if (french(text) !== text || /[^\u202f][;!?]|[^\u00a0][:»]|«[^\u00a0]|'/.test(text))
      problems.push(
        `${key}: French takes U+00A0 before ":" and inside « », U+202F before ; ! ?, and ’ for ' (--fix mends spaces)`,
      );
  // A key built from a template is used by its constant beginning.
  const beginnings = [...source.matchAll(/`([a-z][\w.-]*[.-])\$\{/g)].map(([, beginning]) => beginning);
  for (const key of fr.keys()) {
    const base = key.replace(/\.(one|other)$/, '');
    const isUsed = source.includes(`'${key}'`) || source.includes(`'${base}'`);
    if (!isUsed && !beginnings.some((beginning) => key.startsWith(beginning)))
      problems.push(`${key}: not used`);
  }
  return problems;
}

if (process.argv.includes('--fix')) {
  const path = join(SOURCE, 'i18n/fr.json');
  // Only what stands between quotation marks after a key: JSON's own colons are followed by a space.
  const mended = readFileSync(path, 'utf8').replace(/(?<=": )"(?:[^"\\]|\\.)*"/g, french);
  writeFileSync(path, mended);
}

const files = globSync('app/**/*.{ts,html}', { cwd: SOURCE }).filter((file) => !file.endsWith('.spec.ts'));
const source = files.map((file) => readFileSync(join(SOURCE, file), 'utf8')).join('\n');
const problems = findProblems(read('fr'), read('en'), source);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
