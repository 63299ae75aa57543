import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { SECRET_VARIABLES } from './secrets.js';

/** The variable that names the file in which a secret stands. */
export const fileVariableOf = (name: string) => `${name}_FILE`;

export const SECRET_FILE_VARIABLES = [...SECRET_VARIABLES].map(fileVariableOf);

/** What the named files hold, each by the secret's own name, and what is wrong with them. */
export function readSecretFiles(texts: Record<string, string | undefined>, workingDir: string) {
  const secrets: Record<string, string> = {};
  const wrong: { name: string; trouble: string }[] = [];
  for (const name of SECRET_VARIABLES) {
    const fileVariable = fileVariableOf(name);
    const path = texts[fileVariable];
    if (path === undefined) continue;
    if (texts[name] !== undefined) {
      wrong.push({ name: fileVariable, trouble: `either ${name} or ${fileVariable}, not both` });
      continue;
    }
    const read = readSecret(resolve(workingDir, path));
    if ('trouble' in read) wrong.push({ name: fileVariable, trouble: read.trouble });
    else secrets[name] = read.text;
  }
  return { secrets, wrong };
}

/** The line break at the end is the editor's; everything else is the secret's own, spaces too. */
function readSecret(path: string): { text: string } | { trouble: string } {
  try {
    const text = readFileSync(path, 'utf8').replace(/(\r?\n)+$/, '');
    return text.trim() === '' ? { trouble: `${path} is empty` } : { text };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { trouble: `${path} cannot be read (${code})` };
  }
}
