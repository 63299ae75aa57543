import { describe, expect, it } from '@jest/globals';
import { UsageError, type CommandContext } from '../../foundation/command-line/command.js';
import { importBoxCommand } from './import-box.command.js';

const FILE = import.meta.filename;

describe('npm run vmm -- boxes import', () => {
  it.each([
    [[], 'A template, and one file or address'],
    [['windows-server', FILE, 'more'], 'A template, and one file or address'],
    [['windows-server'], 'A template, and one file or address'],
    [['windows-server', FILE, FILE], 'A template, and one file or address'],
    [['windows-server', FILE, '--sha256', 'short'], '64 hexadecimal digits'],
    [['windows-server', FILE, '--force'], '--force'],
    [['nothing-such', FILE], 'no template “nothing-such”'],
    [['windows-server', '/nowhere/a.box'], 'no file /nowhere/a.box'],
    [['windows-server', import.meta.dirname], 'is a folder'],
    [['windows-server', 'ftp://example.org/a.box'], 'begins with https:// or http://'],
  ])('%j is refused before anything is opened', async (args, message) => {
    const configuration = { environment: { templatesDir: null } };
    const context = { args, configuration, say: () => undefined } as unknown as CommandContext;
    const refused = await importBoxCommand.run(context).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UsageError);
    expect((refused as UsageError).message).toContain(message);
  });
});
