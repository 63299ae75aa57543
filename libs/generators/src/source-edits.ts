import { applyChangesToString, ChangeType, type Tree } from '@nx/devkit';
import ts from 'typescript';

/** Changes one source file; the same text back means that nothing had to be done. */
export function edit(tree: Tree, path: string, change: (text: string) => string): void {
  tree.write(path, change(textOf(tree, path)));
}

export function textOf(tree: Tree, path: string): string {
  const text = tree.read(path, 'utf8');
  if (text === null) throw new Error(`${path} is not there: is this the root of the workspace?`);
  return text;
}

/** Adds an import or a re-export of a file of ours, where its path belongs in the order of the alphabet. */
export function withModuleLine(text: string, specifier: string, line: string): string {
  const ours = parse(text).statements.flatMap((statement) => {
    const from = specifierOf(statement);
    return from?.startsWith('.') ? [{ statement, from }] : [];
  });
  if (ours.some(({ from }) => from === specifier)) return text;
  const next = ours.find(({ from }) => from > specifier);
  if (next) return insert(text, next.statement.getStart(), `${line}\n`);
  const last = ours.at(-1);
  return last ? insert(text, last.statement.getEnd(), `\n${line}`) : `${line}\n${text}`;
}

/** Adds an element to the first list that `find` finds, last or `before` another; `missing` says what was looked for in vain. */
export function withElement(
  text: string,
  find: (node: ts.Node) => ts.NodeArray<ts.Expression> | undefined,
  element: string,
  missing: string,
  before?: string,
): string {
  const list = search(parse(text), find);
  if (!list) throw new Error(missing);
  if (list.some((present) => present.getText() === element)) return text;
  const next = list.find((present) => present.getText() === before);
  if (next) return insert(text, next.getStart(), `${element}, `);
  const last = list.at(-1);
  return last ? insert(text, last.getEnd(), `, ${element}`) : insert(text, list.pos, element);
}

/** Adds a property to the first object that `find` finds, last or `before` another; `missing` says what was looked for in vain. */
export function withProperty(
  text: string,
  find: (node: ts.Node) => ts.ObjectLiteralExpression | undefined,
  key: string,
  property: string,
  missing: string,
  before?: string,
): string {
  const object = search(parse(text), find);
  if (!object) throw new Error(missing);
  if (object.properties.some((present) => present.name?.getText() === key)) return text;
  const next = object.properties.find((present) => present.name?.getText() === before);
  if (next) return insert(text, next.getStart(), `${property},\n`);
  const last = object.properties.at(-1);
  return last ? insert(text, last.getEnd(), `, ${property}`) : insert(text, object.getStart() + 1, property);
}

/** Adds a member to a class, before another one. */
export function withMember(
  text: string,
  className: string,
  before: string,
  name: string,
  member: string,
): string {
  const found = search(parse(text), (node) =>
    ts.isClassDeclaration(node) && node.name?.getText() === className ? node : undefined,
  );
  const next = found?.members.find((present) => present.name?.getText() === before);
  if (!found || !next) throw new Error(`No class ${className} has a member ${before}`);
  if (found.members.some((present) => present.name?.getText() === name)) return text;
  return insert(text, next.getStart(), `${member}\n\n  `);
}

function search<T>(node: ts.Node, find: (node: ts.Node) => T | undefined): T | undefined {
  return find(node) ?? ts.forEachChild(node, (child) => search(child, find));
}

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
}

function specifierOf(statement: ts.Statement): string | undefined {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return undefined;
  const { moduleSpecifier } = statement;
  return moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined;
}

function insert(text: string, index: number, inserted: string): string {
  return applyChangesToString(text, [{ type: ChangeType.Insert, index, text: inserted }]);
}
