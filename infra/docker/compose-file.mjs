import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');

/** As Compose reads it: variables put in, anchors resolved. Throws where a variable is asked for and not there. */
export async function composeFile(name, variables) {
  const text = await readFile(join(ROOT, name), 'utf8');
  return parse(interpolated(text, variables), { merge: true });
}

/** Every `${NAME}` of the file, with what stands behind the name. */
export const references = (text) => [...withoutComments(text).matchAll(/\$\{(\w+)(:[-?][^}]*)?\}/g)];

function interpolated(text, variables) {
  return withoutComments(text).replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name, sign, rest) => {
    const value = variables[name] ?? '';
    if (value !== '') return value;
    if (sign === '?') throw new Error(`${name}: ${rest}`);
    return rest ?? '';
  });
}

const withoutComments = (text) => text.replaceAll(/^\s*#.*$/gm, '');
