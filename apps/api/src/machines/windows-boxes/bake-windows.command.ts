import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError, type Command } from '../../foundation/command-line/command.js';
import { EXIT_CODE } from '../../foundation/config/exit-codes.js';
import { Acceleration } from '../../hosts/vagrant/acceleration.js';
import { TemplateCatalogue } from '../vm-templates/template-catalogue.js';
import { BakeRefusal } from './bake-refusal.js';
import { bakeWindows } from './windows-bake.js';

/** Windows with all that it unpacks meanwhile, and the box. */
const NEEDED_GIB = 30;
const MEMORY_MIB = 4096;
const HOURS = { kvm: 3, emulated: 18 };

/** What `boxes bake` becomes when it is given discs (infra/commands/vmm.mjs). */
export const bakeWindowsCommand: Command = {
  name: 'bake-windows',
  usage:
    '<template> --iso <file> --virtio <file> [--openssh <msi>] [--image <number>] [--language <fr-FR>] [--key-file <file>]',
  summary: 'makes the box of a Windows template from the school’s own discs (npm run vmm -- boxes bake …)',
  async run({ args, configuration, say }) {
    const { environment } = configuration;
    const { values, template: id } = understood(args);
    const known = await new TemplateCatalogue(environment).find(id);
    if (known?.file.os !== 'windows') throw new UsageError(`There is no Windows template “${id}”.`);
    const stopping = new AbortController();
    const stop = () => stopping.abort();
    process.once('SIGINT', stop).once('SIGTERM', stop);
    try {
      const speed = await new Acceleration(environment).speed();
      const box = await bakeWindows({
        ...{ template: known.file, language: values.language ?? null, image: Number(values.image) },
        productKey: values['key-file'] ? (await readFile(values['key-file'], 'utf8')).trim() : null,
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
      if (stopping.signal.aborted) return EXIT_CODE.failed;
      if (!(error instanceof BakeRefusal)) throw error;
      say(error.message);
      return EXIT_CODE.failed;
    } finally {
      process.off('SIGINT', stop).off('SIGTERM', stop);
    }
  },
};

function understood(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    ...{ iso: text, virtio: text, openssh: text, language: text, 'key-file': text },
    image: { ...text, default: '2' },
  };
  const { values, positionals } = parse(() =>
    parseArgs({ args: [...args], options, allowPositionals: true, strict: true }),
  );
  const [template, ...more] = positionals;
  const { iso, virtio, image, language } = values;
  if (template === undefined || more.length > 0) throw new UsageError('One template is needed.');
  if (iso === undefined || virtio === undefined)
    throw new UsageError('Two discs are needed: --iso with Windows, --virtio with its drivers.');
  if (!/^[1-9]\d?$/.test(image)) throw new UsageError('--image: a number, as 2.');
  if (language !== undefined && !/^[a-z]{2}-[A-Z]{2}$/.test(language))
    throw new UsageError('--language: as the disc has it, fr-FR or en-US.');
  return { template, values: { ...values, iso, virtio } };
}

function parse<T>(words: () => T): T {
  try {
    return words();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
