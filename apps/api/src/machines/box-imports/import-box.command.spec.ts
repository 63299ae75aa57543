import { describe, expect, it } from '@jest/globals';
import { UsageError, type CommandContext } from '../../foundation/command-line/command.js';
import { JobQueue } from '../../jobs/job-queue.js';
import { importBoxCommand } from './import-box.command.js';
import { StagedCopy } from './staged-copy.js';

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

  it('that is broken off while it copies says that it goes on where it stopped', async () => {
    const lines: string[] = [];
    const make = async (_file: string, { signal }: { signal: AbortSignal }) => {
      process.listeners('SIGINT').at(-1)?.('SIGINT');
      // As streams say it.
      if (signal.aborted) throw new Error('The operation was aborted', { cause: signal.reason });
    };
    const parts = new Map<unknown, unknown>([
      [StagedCopy, { make }],
      [JobQueue, { stop: async () => undefined }],
    ]);
    const context = {
      args: ['windows-server', FILE],
      configuration: { environment: { templatesDir: null } },
      say: (line: string) => void lines.push(line),
      open: async () => parts,
    } as unknown as CommandContext;
    expect(await importBoxCommand.run(context)).toBe(1);
    expect(lines).toEqual(['Broken off: the same command goes on where it stopped, within a day.']);
  });
});
