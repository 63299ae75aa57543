import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const SOURCES = join(import.meta.dirname, '../..');

/**
 * Who names tables of others in SQL, and why. Everyone else asks with the entity, which knows its table, or with a condition
 * that the table's own folder gives away, such as `isInGroup`; and changes go through whoever keeps the table right.
 */
const MAY: Record<string, { tables: readonly string[] | 'all'; because: string }> = {
  'people/personal-data': {
    tables: 'all',
    because: 'everything that is known about someone is told and forgotten, whoever wrote it',
  },
  'people/groups': {
    tables: ['groups', 'group_members', 'users'],
    because:
      'it is the feature of these tables, which lie lower as everyone refers to them; it only reads them in SQL',
  },
  'people/audit-reading': {
    tables: ['audit_log'],
    because: 'it reads what access/audit-writing/ writes for everyone',
  },
  'machines/clearing': {
    tables: ['groups', 'vms'],
    because:
      'which VMs the rules concern is one question about all of them, every minute; it only reads them in SQL',
  },
  backup: {
    tables: ['users', 'vms'],
    because: 'it asks whether a database is in use before that has the schema which the entities know',
  },
  'access/refusals': {
    tables: ['audit_log'],
    because: 'how much of the log refusals may still take is asked of the log',
  },
};

/** All that is run in production: no specs, no migrations, which are about every table by nature, nothing of tests. */
const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /(?<!\.spec)\.ts$/.test(file) && !/(^|\/)(testing|migrations)\//.test(file),
);
const textOf = (file: string) => readFileSync(join(SOURCES, file), 'utf8');
const ownerOf = new Map(
  files.flatMap((file) =>
    [...textOf(file).matchAll(/@Entity\('(\w+)'\)/g)].map((found) => [found[1] ?? '', dirname(file)]),
  ),
);

/** Tables that stand in the texts of this source where SQL has a table. */
function tablesIn(source: string): string[] {
  const texts: string[] = [];
  const collect = (node: ts.Node): void => {
    if (ts.isTemplateExpression(node))
      texts.push(
        [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join('…'),
      );
    else if (ts.isStringLiteralLike(node)) texts.push(node.text);
    node.forEachChild(collect);
  };
  collect(ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest));
  const places =
    /\b(?:FROM|JOIN|UPDATE|INTO|USING|TRUNCATE|TABLE)\s+(?:ONLY\s+)?([\w"]+(?:\s+(?:AS\s+)?\w+)?(?:\s*,\s*[\w"]+(?:\s+(?:AS\s+)?\w+)?)*)/g;
  return texts
    .filter((text) => /\b(SELECT|INSERT|UPDATE|DELETE|JOIN|TRUNCATE)\b/.test(text))
    .flatMap((text) => [...text.matchAll(places)].flatMap((found) => (found[1] ?? '').split(',')))
    .map((place) => place.trim().split(/\s/)[0]?.replaceAll('"', '') ?? '')
    .filter((name) => ownerOf.has(name));
}

function foreignTables(file: string): string[] {
  const folder = dirname(file);
  const may = Object.entries(MAY).find(
    ([exempt]) => folder === exempt || folder.startsWith(`${exempt}/`),
  )?.[1];
  return tablesIn(textOf(file)).filter(
    (table) => ownerOf.get(table) !== folder && may?.tables !== 'all' && !may?.tables.includes(table),
  );
}

it('reads tables out of SQL, wherever it has them', () => {
  const sql =
    'const a = `DELETE FROM jobs old WHERE EXISTS (SELECT FROM vms, "users" u JOIN groups ON ${x})`';
  expect(tablesIn(sql)).toEqual(['jobs', 'vms', 'users', 'groups']);
  expect(
    tablesIn(`q('UPDATE quota_charges SET group_id = NULL'); q('INSERT INTO events (id) VALUES (1)')`),
  ).toEqual(['quota_charges', 'events']);
  expect(tablesIn(`say('FROM here on, groups are...'); // SELECT FROM vms`)).toEqual([]);
});

it('knows the tables by their entities', () => {
  expect(ownerOf.get('vms')).toBe('machines/vms');
  expect(ownerOf.size).toBeGreaterThan(25);
});

it('names in SQL only tables of its own folder, but for those who may', () => {
  const found = files.map((file) => [file, foreignTables(file)] as const);
  expect(Object.fromEntries(found.filter(([, tables]) => tables.length > 0))).toEqual({});
});

it('allows nobody what is not needed any more', () => {
  const used = (folder: string, table: string) =>
    files.some((file) => file.startsWith(`${folder}/`) && tablesIn(textOf(file)).includes(table));
  for (const [folder, { tables }] of Object.entries(MAY))
    if (tables !== 'all') expect(tables.filter((table) => !used(folder, table))).toEqual([]);
});
