import { Injectable } from '@nestjs/common';
import type { JobInput, JobSecrets } from '@vm-manager/contracts';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { create } from 'tar';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { StepContext } from '../../jobs/job-plan.js';
import { Boxes } from '../vm-templates/boxes.js';
import { takeImage } from './box-archive.js';
import { BoxFetch } from './box-fetch.js';
import { BoxStaging } from './box-staging.js';
import { checkImage } from './image-check.js';
import { RefusedBox } from './refused-box.js';

const MIB = 2 ** 20;
const GIB = 1024 * MIB;
/** Of the image: how much of the step its unpacking is; the rest is the packing of the new box. */
const UNPACKING = 0.5;
/** Everything a machine needs is in its own Vagrantfile (infra/vagrant); somebody else's would run as a program on the host. */
const VAGRANTFILE = 'Vagrant.configure("2") { }\n';

type Context = StepContext<JobInput<'import'>, JobSecrets<'import'>>;

/** Makes a box of ours of one that somebody gave: only its image is taken over. */
@Injectable()
export class BoxImporter {
  constructor(
    private readonly staging: BoxStaging,
    private readonly boxes: Boxes,
    private readonly fetching: BoxFetch,
  ) {}

  async fetch({ input, secrets, signal, progress, log }: Context): Promise<'skipped' | undefined> {
    if (input.url === null) return 'skipped';
    const address = input.url + secrets.query;
    log(`==> ${input.url}`);
    await this.staging.make();
    const file = this.staging.file(input.staged);
    const maxBytes = await this.staging.freeBytes();
    await this.orSpace(() => this.fetching.fetch(address, { file, maxBytes, signal, progress }));
    return undefined;
  }

  /** Whole or not at all; a second run after a kill makes the same box. */
  async unpack(context: Context): Promise<'skipped' | undefined> {
    const box = this.target(context);
    if (await isThere(box)) return 'skipped';
    const work = this.workOf(context.jobId);
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true, mode: 0o700 });
    await this.orSpace(() => this.rewrite(context, work, box));
    return undefined;
  }

  /** What is left of a job that is over, however it ended. */
  async tidy({ jobId, input }: Pick<Context, 'jobId' | 'input'>): Promise<void> {
    await rm(this.workOf(jobId), { recursive: true, force: true });
    await this.staging.remove(input.staged);
  }

  private async rewrite({ input, signal, log, progress, startedAt }: Context, work: string, box: string) {
    const archive = this.staging.file(input.staged);
    if (input.sha256 !== null) {
      const sum = createHash('sha256');
      await pipeline(createReadStream(archive, { highWaterMark: MIB }), sum, { signal });
      if (sum.digest('hex') !== input.sha256) throw new RefusedBox('checksum');
      log(`sha256 ${input.sha256}`);
    }
    // Others may have filled the disk since it was ordered.
    await this.staging.mustFit((2 * (await stat(archive)).size) / MIB);
    const image = join(work, 'box.img');
    const free = (await this.staging.freeBytes()) / 2;
    // No image of such a disk is larger, with all that describes it.
    const maxBytes = Math.min(free, input.maxDiskGiB * GIB * 1.01 + 64 * MIB);
    await takeImage(archive, image, { maxBytes, signal, progress: () => progress(UNPACKING / 2) });
    const diskBytes = await checkImage(image, { maxGiB: input.maxDiskGiB });
    log(`qcow2, ${Math.ceil(diskBytes / GIB)} GiB`);
    progress(UNPACKING);
    const virtualSize = Math.ceil(diskBytes / GIB);
    const metadata = { provider: 'libvirt', format: 'qcow2', virtual_size: virtualSize };
    await writeFile(join(work, 'metadata.json'), JSON.stringify(metadata));
    await writeFile(join(work, 'Vagrantfile'), VAGRANTFILE);
    const sum = createHash('sha256');
    let bytes = 0;
    const count = new Transform({
      transform(chunk: Buffer, _, done) {
        sum.update(chunk);
        bytes += chunk.length;
        done(null, chunk);
      },
    });
    const draft = join(work, 'new.box');
    const packed = create({ cwd: work, portable: true }, ['metadata.json', 'Vagrantfile', 'box.img']);
    await pipeline(packed, count, createWriteStream(draft, { mode: 0o600, flush: true }), { signal });
    const sha256 = sum.digest('hex');
    const described = { bakedAt: startedAt.toISOString(), bytes, sha256 };
    await writeFile(`${box}.json`, JSON.stringify(described));
    // With a checksum beside it, it is whole (Boxes).
    await writeFile(`${box}.sha256`, `${sha256}  ${basename(box)}\n`);
    await rename(draft, box);
    log(`==> ${basename(box)}`);
  }

  /** The file that a job makes. */
  target({ input, startedAt }: Pick<Context, 'input' | 'startedAt'>): string {
    const stamp = startedAt.toISOString().replace(/\D/g, '');
    return join(this.boxes.folder, `${input.box}-1.${stamp}.box`);
  }

  private workOf(jobId: string): string {
    return join(this.boxes.folder, `.import.${jobId}`);
  }

  /** A full disk is said with its numbers. */
  private async orSpace(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      const free = Math.floor((await this.staging.freeBytes()) / MIB);
      const params = { action: 'box-space', box: 'import', place: this.boxes.folder, needed: free + 1, free };
      throw new ProblemError('not-possible-now', params, { cause: error });
    }
  }
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
