import { describe, expect, it } from '@jest/globals';
import { UsageError, type CommandContext } from '../../foundation/command-line/command.js';
import { bakeWindowsCommand } from './bake-windows.command.js';

const FILE = import.meta.filename;
const DISCS = ['--iso', FILE, '--virtio', FILE];

describe('npm run vmm -- boxes bake', () => {
  const context = (args: readonly string[], lines: string[] = []) =>
    ({
      args,
      configuration: {
        environment: { templatesDir: null, dataDir: '/nowhere', adapters: 'fake', acceleration: 'tcg' },
      },
      say: (line: string) => void lines.push(line),
    }) as unknown as CommandContext;

  it.each([
    [[], 'One template is needed'],
    [['windows-server'], 'Two discs are needed'],
    [['windows-server', '--iso', FILE], 'Two discs are needed'],
    [['nothing-such', ...DISCS], 'no template “nothing-such”'],
    [['debian-client'], 'infra/vm-templates/bake.sh debian-client'],
    [['debian-client', ...DISCS], 'Only Windows templates are made from discs'],
    [['windows-server', ...DISCS, '--image', '0'], '--image'],
    [['windows-server', ...DISCS, '--language', 'french'], '--language'],
    [['windows-server', ...DISCS, '--turbo'], "Unknown option '--turbo'."],
  ])('%j is refused before anything is looked at', async (args, message) => {
    const refused = await bakeWindowsCommand.run(context(args)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UsageError);
    expect((refused as UsageError).message).toContain(message);
  });

  it('names the file of a licence that cannot be read', async () => {
    const lines: string[] = [];
    const args = ['windows-server', ...DISCS, '--key-file', '/nowhere/key'];
    expect(await bakeWindowsCommand.run(context(args, lines))).toBe(1);
    expect(lines).toEqual(['--key-file: /nowhere/key cannot be read (ENOENT).']);
  });
});
