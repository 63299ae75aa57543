import { TemplateFile } from '@vm-manager/contracts';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as z from 'zod';
import { toFieldError } from '../../foundation/http/validated.js';
import { fieldError, type FieldError } from '../../foundation/problems/problem-error.js';

export const TEMPLATE_FILE = 'template.json';

/** The description in a folder; what is wrong with it, place by place; null when it has none. */
export async function readTemplate(
  folder: string,
  id: string,
): Promise<{ file: TemplateFile } | { errors: FieldError[] } | null> {
  let text: string;
  try {
    // An editor's byte order mark is no part of the text.
    text = (await readFile(join(folder, TEMPLATE_FILE), 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    return { errors: [fieldError('', 'template.unreadable')] };
  }
  if (!isJson(text)) return { errors: [fieldError('', 'template.json', endOfJson(text))] };
  const { data: file, error } = TemplateFile.safeParse(JSON.parse(text), { reportInput: true });
  if (error) return { errors: error.issues.flatMap(eachPlace).map(toFieldError) };
  if (file.id !== id) return { errors: [fieldError('/id', 'template.other-id')] };
  if (file.picture !== undefined && !(await isFile(join(folder, file.picture))))
    return { errors: [fieldError('/picture', 'template.picture-missing')] };
  return { file };
}

/** Unknown fields are told together, at the place of what holds them. */
function eachPlace(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'unrecognized_keys') return [issue];
  return issue.keys.map((key) => ({ ...issue, path: [...issue.path, key] }));
}

/** What a link leads to is not shown to everyone. */
const isFile = (path: string) =>
  lstat(path).then(
    (found) => found.isFile(),
    () => false,
  );

const isJson = (text: string) => jsonError(text) === null;

function jsonError(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return (error as SyntaxError).message;
  }
}

/** Where it stops being JSON, as `line:column`: mostly the parser says so, but not of a word that it does not know. */
function endOfJson(text: string): string {
  const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(jsonError(text) ?? '') ?? [];
  if (line && column) return `${line}:${column}`;
  const knowsAll = (length: number) => !/^Unexpected token/.test(jsonError(text.slice(0, length)) ?? '');
  let [readable, length] = [0, text.length];
  while (readable < length) {
    const middle = Math.ceil((readable + length) / 2);
    if (knowsAll(middle)) readable = middle;
    else length = middle - 1;
  }
  const lines = text.slice(0, readable).split('\n');
  return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
}
