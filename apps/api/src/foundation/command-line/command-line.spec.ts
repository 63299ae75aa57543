import { describe, expect, it } from '@jest/globals';
import type { Command } from './command.js';
import { diskFaultOf } from './disk-fault.js';
import { runCommand } from './run-command.js';
import { wordsIn } from './words.js';

const command = (name: string): Command => ({
  ...{ name, usage: '<folder> [--deep]', summary: `does ${name}` },
  run: async ({ args, say }) => {
    const { values, positionals } = wordsIn(args, { deep: { type: 'boolean' }, of: { type: 'string' } });
    say(`${name} ${positionals.join('+')} ${values.deep ?? false}`);
    return 0;
  },
});
const COMMANDS = [command('copy'), command('boxes bake'), command('boxes import')];

async function run(...words: string[]): Promise<[code: number, said: string]> {
  const lines: string[] = [];
  const code = await runCommand(COMMANDS, words, (line) => lines.push(line));
  return [code, lines.join('\n')];
}

describe('the words of npm run vmm', () => {
  it('name a command by one word or two, and the rest is its own', async () => {
    expect(await run('copy', 'a', '--deep')).toEqual([0, 'copy a true']);
    expect(await run('boxes', 'import', 'a', 'b')).toEqual([0, 'boxes import a+b false']);
  });

  it.each([[], ['help'], ['--help'], ['-h'], ['help', 'nonsense']])(
    '%j lists all commands',
    async (...words) => {
      const [code, said] = await run(...words);
      expect(code).toBe(0);
      for (const { name, summary } of COMMANDS)
        expect(said).toMatch(new RegExp(`  ${name} <folder>[^]*${summary}`));
    },
  );

  it.each([
    ['help', 'boxes', 'bake'],
    ['boxes', 'bake', '--help'],
    ['boxes', 'bake', 'a', '-h'],
  ])('%s %s %s shows how that one is used', async (...words) => {
    expect(await run(...words)).toEqual([
      0,
      '  npm run vmm -- boxes bake <folder> [--deep]\n      does boxes bake',
    ]);
  });

  it.each([
    [['nonsense'], 'There is no command “nonsense”.'],
    [['boxes', 'list'], 'There is no command “boxes list”.'],
    [['boxes'], 'There is no command “boxes”.'],
    [['copy', '--wide'], "Unknown option '--wide'."],
    [['copy', '--of'], "Option '--of <value>' argument missing."],
    [['copy', '--of', '--deep'], "Option '--of' argument is ambiguous."],
  ])('%j is said to be wrong, first of all', async (words, sentence) => {
    const [code, said] = await run(...words);
    expect(code).toBe(64);
    expect(said.split('\n')[0]).toBe(sentence);
    expect(said).toContain('npm run vmm --');
  });
});

describe('what a disk refuses', () => {
  it('is said with the place and the way out', () => {
    const error = Object.assign(new Error('no'), { code: 'EACCES', path: '/data/key', syscall: 'open' });
    expect(diskFaultOf(error)).toBe(
      'This user may not read or write there: /data/key\nDo it as the account that the portal runs as.',
    );
    expect(diskFaultOf(Object.assign(new Error('no'), { code: 'ENOSPC' }))).toBe('The disk is full.');
  });

  it('is nothing else', () => {
    expect(diskFaultOf(new Error('no'))).toBeNull();
    expect(diskFaultOf(Object.assign(new Error('no'), { code: 'EACCES', syscall: 'listen' }))).toBeNull();
  });
});
