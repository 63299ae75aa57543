import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ProblemError } from '../../../foundation/problems/problem-error.js';
import type { FakeHost } from '../../../hosts/fake-host/fake-host.js';
import type { MakeOptions } from '../../../hosts/vagrant/provisioner.js';
import { Boxes } from '../../vm-templates/boxes.js';
import { BoxBaker, stampOf, type BakeOrder, type BakeRoom } from '../box-baker.js';

const STEPS = ['Preparing', 'Installing packages', 'Writing the file system', 'Booting it once'];
const NEEDED_MIB = 4096;

/** Bakes boxes of nothing, in the time that the pretended host takes to make a machine. */
export class FakeBoxBaker extends BoxBaker {
  constructor(
    private readonly host: FakeHost,
    private readonly boxes: Boxes,
  ) {
    super();
  }

  async room(): Promise<BakeRoom> {
    const { diskFreeGiB } = await this.host.capacity();
    return { neededMiB: NEEDED_MIB, freeMiB: diskFreeGiB * 1024 };
  }

  async bake(order: BakeOrder, { signal, log, progress }: MakeOptions): Promise<void> {
    const bootMs = await this.host.bootMs();
    for (const [index, step] of STEPS.entries()) {
      log(`${step} (demonstration, nothing is installed)`);
      await pause(bootMs / STEPS.length, undefined, { signal });
      progress((index + 1) / STEPS.length);
    }
    const reason = await this.host.trouble('bake');
    if (reason !== null) throw new ProblemError('bake-failed', { reason });
    await this.write(`${order.box}-0.1.${stampOf(order)}.box`);
  }

  /** Whole or not at all, as the real one. */
  private async write(name: string): Promise<void> {
    const box = join(this.boxes.folder, name);
    const draft = join(this.boxes.folder, `.${name}`);
    await mkdir(this.boxes.folder, { recursive: true });
    const packages = { 'base-files': '12.4', 'linux-image-amd64': '6.1', openssh: '9.2' };
    await writeFile(`${box}.json`, JSON.stringify({ seconds: { agent: 1 }, packages }));
    await writeFile(`${box}.sha256`, '');
    await writeFile(draft, 'demonstration');
    await rename(draft, box).finally(() => rm(draft, { force: true }));
  }
}
