import type { Tree } from '@nx/devkit';
import { edit } from '../source-edits.ts';

const RULES = 'apps/api/src/access/identity/permissions.ts';
const EXPECTATIONS = 'apps/api/src/access/identity/permissions.spec.ts';
const ROLES = ['student', 'teacher', 'admin'] as const;

export type Role = (typeof ROLES)[number];

/** A rule by which these roles reach what is their own, and the line that its test expects. */
export function addPermission(tree: Tree, permission: string, roles: readonly Role[]): void {
  const row = (yes: string, no: string) =>
    ROLES.map((role) => `${role}: ${roles.includes(role) ? yes : no}`).join(', ');
  insertBefore(
    tree,
    RULES,
    '} as const satisfies',
    `  '${permission}': { ${row("'own'", "'none'")}, token: 'administer' },\n`,
  );
  insertBefore(
    tree,
    EXPECTATIONS,
    '};\n\nconst PERMISSION_NAMES',
    `  '${permission}': { ${row('OWN', '[]')} },\n`,
  );
}

function insertBefore(tree: Tree, path: string, place: string, line: string): void {
  edit(tree, path, (text) => {
    if (!text.includes(place)) throw new Error(`${path} has no "${place.split('\n')[0]}"`);
    return text.includes(line) ? text : text.replace(place, () => `${line}${place}`);
  });
}
