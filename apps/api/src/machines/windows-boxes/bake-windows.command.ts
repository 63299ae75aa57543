import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UsageError, type Command } from '../../foundation/command-line/command.js';
import { wordsIn } from '../../foundation/command-line/words.js';
import { EXIT_CODE } from '../../foundation/config/exit-codes.js';
import { Acceleration } from '../../hosts/vagrant/acceleration.js';
import { Boxes } from '../vm-templates/boxes.js';
import { TemplateCatalogue } from '../vm-templates/template-catalogue.js';
import { BakeRefusal } from './bake-refusal.js';
import { bakeWindows } from './windows-bake.js';

/** Windows with all that it unpacks meanwhile, and the box. */
const NEEDED_GIB = 30;
const MEMORY_MIB = 4096;
const HOURS = { kvm: 3, emulated: 18 };

/** Of a template of Debian the box is baked by a script, which needs no program (infra/commands/vmm.mjs). */
export const bakeWindowsCommand: Command = {
  name: 'boxes bake',
  usage:
    '<template> [--iso <file> --virtio <file> [--openssh <msi>] [--image <number>] [--language <fr-FR>] [--key-file <file>]]',
  summary: 'makes the box of a template; that of a Windows template from the school’s own discs',
  async run({ args, configuration, say }) {
    const { environment } = configuration;
    const words = understood(args);
    const known = await new TemplateCatalogue(environment).find(words.template);
    if (!known) throw new UsageError(`There is no template “${words.template}”.`);
    if (known.file.os !== 'windows')
      throw new UsageError(
        `Only Windows templates are made from discs. On the host: ${new Boxes(environment).bakeCommand(known.file.box)}`,
      );
    const values = withDiscs(words.values);
    const stopping = new AbortController();
    const stop = () => stopping.abort();
    process.once('SIGINT', stop).once('SIGTERM', stop);
    try {
      const speed = await new Acceleration(environment).speed();
      const box = await bakeWindows({
        ...{ template: known.file, language: values.language ?? null, image: Number(values.image) },
        productKey: values['key-file'] === undefined ? null : await keyIn(values['key-file']),
        files: {
          iso: resolve(values.iso),
          virtio: resolve(values.virtio),
          openssh: values.openssh === undefined ? null : resolve(values.openssh),
        },
        ...{ out: join(environment.dataDir, 'boxes'), accelerator: speed === 'kvm' ? 'kvm' : 'tcg' },
        ...{
          memoryMiB: MEMORY_MIB,
          neededGiB: NEEDED_GIB,
          limit: AbortSignal.timeout(HOURS[speed] * 3_600_000),
        },
        ...{ signal: stopping.signal, say },
      });
      say(`box ${box}`);
      return 0;
    } catch (error) {
      if (stopping.signal.aborted) {
        say('Broken off: nothing is left of it.');
        return EXIT_CODE.failed;
      }
      if (!(error instanceof BakeRefusal)) throw error;
      say(error.message);
      return EXIT_CODE.failed;
    } finally {
      process.off('SIGINT', stop).off('SIGTERM', stop);
    }
  },
};

async function keyIn(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new BakeRefusal(`--key-file: ${file} cannot be read (${cause.code}).`, { cause });
  });
  if (text.trim() === '') throw new BakeRefusal(`--key-file: ${file} is empty.`);
  return text.trim();
}

function understood(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const { values, positionals } = wordsIn(args, {
    ...{ iso: text, virtio: text, openssh: text, language: text, 'key-file': text },
    image: { ...text, default: '2' },
  });
  const [template, ...more] = positionals;
  const { image, language } = values;
  if (template === undefined || more.length > 0) throw new UsageError('One template is needed.');
  if (!/^[1-9]\d?$/.test(image)) throw new UsageError('--image: a number, as 2.');
  if (language !== undefined && !/^[a-z]{2}-[A-Z]{2}$/.test(language))
    throw new UsageError('--language: as the disc has it, fr-FR or en-US.');
  return { template, values };
}

function withDiscs<T extends { iso?: string | undefined; virtio?: string | undefined }>({
  iso,
  virtio,
  ...rest
}: T) {
  if (iso === undefined || virtio === undefined)
    throw new UsageError('Two discs are needed: --iso with Windows, --virtio with its drivers.');
  return { ...rest, iso, virtio };
}
