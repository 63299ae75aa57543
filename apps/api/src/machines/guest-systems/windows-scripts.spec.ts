import { beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Language, Parser, type Node } from 'web-tree-sitter';
import { fromProjectRoot } from '../../foundation/config/project-root.js';
import { powershellArguments, requestText, type ScriptName } from './windows-scripts.js';

const FOLDER = fromProjectRoot('infra/vm-templates/windows-server');
const scripts = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ps1'),
);

let parser: Parser;
beforeAll(async () => {
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve(
    'tree-sitter-powershell/tree-sitter-powershell.wasm',
  );
  parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
});

/** Where it is no PowerShell, as `line: text`. */
function mistakesIn(script: string): string[] {
  const mistakes: string[] = [];
  const look = (node: Node): void => {
    if (node.isError || node.isMissing)
      mistakes.push(`${node.startPosition.row + 1}: ${node.text.slice(0, 60) || `no ${node.type}`}`);
    else for (const child of node.children) if (child) look(child);
  };
  const tree = parser.parse(script);
  if (tree) look(tree.rootNode);
  return mistakes;
}

describe('the scripts for Windows', () => {
  it('are there', () => {
    expect(scripts.length).toBeGreaterThan(8);
  });

  it.each(scripts)('are PowerShell, of ASCII only: %s', (file) => {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    expect(mistakesIn(text)).toEqual([]);
    // Windows PowerShell 5.1 takes a file without a mark for one of its own code page.
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it('would be told apart from what is none', () => {
    expect(mistakesIn("if ($true) { 'a'")).not.toEqual([]);
    expect(mistakesIn('foreach ($x in ) }')).not.toEqual([]);
  });

  it('hold what differs between machines in none of their words', () => {
    for (const file of scripts)
      expect(readFileSync(join(FOLDER, file), 'utf8')).not.toMatch(
        /Invoke-Expression|\biex\b|\[scriptblock\]/i,
      );
  });
});

it('a request is JSON of one line in ASCII', () => {
  const name = 'é\n"\u2028🙂';
  const text = requestText('set-host-name', { name });
  expect(text).toBe('{"do":"set-host-name","name":"\\u00e9\\n\\"\\u2028\\ud83d\\ude42"}');
  expect(JSON.parse(text)).toEqual({ do: 'set-host-name', name });
});

it.each(
  scripts
    .flatMap((file) => /^guest\/([a-z-]+)\.ps1$/.exec(file)?.[1] ?? [])
    .filter((name) => name !== 'common'),
)('Windows takes the command line of %s', async (script) => {
  const words = await powershellArguments(script as ScriptName);
  expect(words.join(' ').length).toBeLessThan(32_000);
});
