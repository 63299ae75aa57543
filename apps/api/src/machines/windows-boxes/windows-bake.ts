import type { TemplateFile } from '@vm-manager/contracts';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as tar from 'tar';
import { endMarkedProcesses } from '../../foundation/child-process/marked-processes.js';
import { run } from '../../foundation/child-process/run.js';
import { fromProjectRoot } from '../../foundation/config/project-root.js';
import { toAutounattend, toCopysAnswers, type Answers } from './answer-files.js';
import { checkBake, PATH, type BakeFiles } from './bake-checks.js';
import { BakeRefusal } from './bake-refusal.js';
import { languageIn } from './disc-image.js';
import { BAKE_MARK, setUpWindows } from './set-up-windows.js';

const SCRIPTS = fromProjectRoot('infra/vm-templates/windows-server');
const SIGN_OF_LIFE_MS = 5_000;
const STEPS = 5;

export interface WindowsBake {
  template: Pick<TemplateFile, 'box' | 'hardware' | 'sizes'>;
  files: BakeFiles;
  /** Null: as the disc's label says. */
  language: string | null;
  image: number;
  productKey: string | null;
  /** The folder of the boxes. */
  out: string;
  accelerator: 'kvm' | 'tcg';
  memoryMiB: number;
  neededGiB: number;
  /** When Windows has had time enough. */
  limit: AbortSignal;
  signal: AbortSignal;
  say: (line: string) => void;
}

/** Makes a box of Windows from the school's discs; resolves with its file. Can be repeated after whatever ended it. */
export async function bakeWindows(bake: WindowsBake): Promise<string> {
  const { template, files, out } = bake;
  await mkdir(out, { recursive: true });
  const disc = await checkBake(files, template.hardware, bake);
  const language = bake.language ?? languageIn(disc);
  if (language === null)
    throw new BakeRefusal(
      `The disc’s label, “${disc.label}”, does not say its language: name it, as --language fr-FR.`,
    );
  const alone = await onlyOne(join(out, template.box));
  try {
    return await new BakeInFolder(bake, language).make();
  } finally {
    alone.close();
  }
}

/** Held by a name that goes with the process, whatever ends it. */
function onlyOne(name: string): Promise<Server> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<Server>();
  const key = createHash('sha256').update(name).digest('hex').slice(0, 32);
  server.once('error', (error: NodeJS.ErrnoException) =>
    reject(
      error.code === 'EADDRINUSE'
        ? new BakeRefusal(`${basename(name)} is being baked already.`)
        : (error as Error),
    ),
  );
  server.listen(`\0vmm-windows-bake-${key}`, () => resolve(server));
  return promise;
}

class BakeInFolder {
  private readonly work: string;
  private readonly progressFile: string;
  private told = Promise.resolve();

  constructor(
    private readonly bake: WindowsBake,
    private readonly language: string,
  ) {
    const { out, template } = bake;
    this.work = join(out, `.windows-${template.box}`);
    this.progressFile = join(out, `${template.box}.baking`);
  }

  async make(): Promise<string> {
    // What a bake that was killed has left.
    await endMarkedProcesses(BAKE_MARK, this.work);
    await rm(this.work, { recursive: true, force: true });
    await mkdir(this.work);
    const life = setInterval(() => {
      const now = new Date();
      void utimes(this.progressFile, now, now).catch(() => undefined);
    }, SIGN_OF_LIFE_MS);
    try {
      return await this.steps();
    } finally {
      clearInterval(life);
      await this.told.catch(() => undefined);
      await rm(this.work, { recursive: true, force: true });
      await rm(this.progressFile, { force: true });
    }
  }

  private async steps(): Promise<string> {
    const { template, out } = this.bake;
    await this.step(1, 0, 'Reading the discs');
    const version = `2022.${await this.recipe()}`;
    const box = join(out, `${template.box}-${version}.box`);
    if (await isThere(`${box}.sha256`)) return box;
    await this.step(2, 3, 'Preparing the disc with the answers');
    const answers = await this.answersDisc();
    const disk = join(this.work, 'disk.qcow2');
    await this.run('qemu-img', ['create', '-q', '-f', 'qcow2', disk, `${this.diskGiB}G`]);
    await this.step(3, 4, 'Starting the machine');
    await this.setUp(disk, answers);
    await this.step(4, 90, 'Compressing');
    const image = join(this.work, 'box.img');
    await this.run('qemu-img', [
      ...['convert', '-c', '-O', 'qcow2', '-o', 'compression_type=zstd', disk, image],
    ]);
    await rm(disk);
    await this.step(5, 97, 'Packing the box');
    await this.pack(box, version);
    return box;
  }

  /** All that decides what is in the box. */
  private async recipe(): Promise<bigint> {
    const { files, image, productKey, template } = this.bake;
    const hash = createHash('sha256');
    for (const file of [files.iso, files.virtio, files.openssh]) {
      if (file !== null)
        await pipeline(createReadStream(file, { signal: this.bake.signal }), hash, { end: false });
      hash.update('|');
    }
    for (const script of await scripts()) hash.update(await readFile(script));
    const none = { administrator: '', vagrant: '' };
    hash.update(toAutounattend({ ...this.answersWith(none), image, productKey }));
    hash.update(JSON.stringify([template.hardware, this.diskGiB]));
    return BigInt(`0x${hash.digest('hex').slice(0, 12)}`);
  }

  /** The smallest disk that is offered: guests grow at their first boot. */
  private get diskGiB(): number {
    return this.bake.template.sizes.diskGiB.min;
  }

  private answersWith(passwords: Answers['passwords']): Answers {
    const { image, productKey, template } = this.bake;
    const firmware = template.hardware.firmware ?? 'bios';
    return { language: this.language, image, productKey, firmware, passwords };
  }

  private async answersDisc(): Promise<string> {
    const folder = join(this.work, 'answers');
    await mkdir(folder, { mode: 0o700 });
    // With what Windows' own rules ask of a password.
    const random = () => `Aa1${randomBytes(24).toString('base64url')}`;
    const answers = this.answersWith({ administrator: random(), vagrant: random() });
    await writeFile(join(folder, 'Autounattend.xml'), toAutounattend(answers));
    await writeFile(join(folder, 'unattend.xml'), toCopysAnswers(answers));
    for (const script of await scripts()) await copyFile(script, join(folder, basename(script)));
    const { openssh } = this.bake.files;
    if (openssh !== null) await copyFile(openssh, join(folder, 'openssh.msi'));
    const disc = join(this.work, 'answers.iso');
    await this.run('xorriso', [
      '-as',
      'mkisofs',
      '-quiet',
      '-J',
      '-R',
      '-V',
      'VMM_ANSWERS',
      '-o',
      disc,
      folder,
    ]);
    await rm(folder, { recursive: true });
    return disc;
  }

  private setUp(disk: string, answers: string): Promise<void> {
    const { template, files, accelerator, memoryMiB, limit, signal, out } = this.bake;
    const { firmware, tpm } = template.hardware;
    return setUpWindows({
      machine: {
        ...{ accelerator, disk, memoryMiB, vcpus: 2, discs: [files.iso, files.virtio, answers] },
        hardware: { ...(firmware && { firmware }), ...(tpm !== undefined && { tpm }) },
        online: files.openssh === null,
      },
      ...{ work: this.work, limit, signal },
      picture: join(out, `${template.box}.failed.png`),
      progress: (percent, what) => void this.step(3, percent, what).catch(() => undefined),
    });
  }

  /** The checksum moves last: with one, the box is whole. */
  private async pack(box: string, version: string): Promise<void> {
    const { template } = this.bake;
    const metadata = { provider: 'libvirt', format: 'qcow2', virtual_size: this.diskGiB };
    await writeFile(join(this.work, 'metadata.json'), JSON.stringify(metadata));
    // Everything a machine needs is in its own Vagrantfile (infra/vagrant).
    await writeFile(join(this.work, 'Vagrantfile'), 'Vagrant.configure("2") { }\n');
    const made = join(this.work, 'new.box');
    await tar.create({ cwd: this.work, file: made, portable: true }, [
      'metadata.json',
      'Vagrantfile',
      'box.img',
    ]);
    const hash = createHash('sha256');
    await pipeline(createReadStream(made), hash);
    const sha256 = hash.digest('hex');
    const { size: bytes } = await stat(made);
    const bakedAt = `${new Date().toISOString().slice(0, 19)}Z`;
    const description = { template: template.box, version, bakedAt, bytes, sha256, packages: {} };
    await writeFile(join(this.work, 'new.json'), `${JSON.stringify(description, null, 2)}\n`);
    await writeFile(join(this.work, 'new.sha256'), `${sha256}  ${basename(box)}\n`);
    await rename(join(this.work, 'new.json'), `${box}.json`);
    await rename(made, box);
    await rename(join(this.work, 'new.sha256'), `${box}.sha256`);
  }

  private async step(step: number, percent: number, what: string): Promise<void> {
    const line = `step ${step}/${STEPS} ${percent}% ${what}`;
    this.bake.say(line);
    // One after another, as the last one counts.
    this.told = this.told.then(() => writeFile(this.progressFile, `${line}\n`));
    await this.told;
  }

  private run(program: string, args: string[]): Promise<string> {
    const env = { PATH, HOME: this.work, TMPDIR: this.work, [BAKE_MARK]: this.work };
    return run(program, args, { env, timeoutMs: 3_600_000, signal: this.bake.signal });
  }
}

/** Those of a bake and those that machines run later. */
async function scripts(): Promise<string[]> {
  const folders = ['bake', 'guest'].map((folder) => join(SCRIPTS, folder));
  const found = await Promise.all(
    folders.map(async (folder) => (await readdir(folder)).sort().map((name) => join(folder, name))),
  );
  return found.flat().filter((file) => file.endsWith('.ps1'));
}

const isThere = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );
