import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FakeHost } from '../../fake-host/fake-host.js';
import { ProblemError } from '../../../foundation/problems/problem-error.js';
import {
  Provisioner,
  type Box,
  type MachineUpdate,
  type MachineSpec,
  type MakeOptions,
} from '../provisioner.js';
import { boxVolume } from '../box-volume.js';
import { changeable, readVmJson } from '../vm-json.js';

const BOOT_STEPS = 10;

/** Makes machines that exist on the fake host only, in the time that it says, and says what Vagrant would. */
export class FakeProvisioner extends Provisioner {
  constructor(private readonly host: FakeHost) {
    super();
  }

  async prepareFolder(folder: string, machine: MachineSpec): Promise<void> {
    await mkdir(folder, { recursive: true });
    const { vmId, installationId, ownerId, hostName } = machine;
    const box = { name: machine.box.name, version: machine.box.version };
    const vm = { id: vmId, installationId, owner: ownerId, name: hostName, box };
    await writeFile(join(folder, 'vm.json'), `${JSON.stringify(vm, null, 2)}\n`);
  }

  async updateFolder(folder: string, change: MachineUpdate): Promise<void> {
    const vm = await readVmJson(folder);
    if (!vm) return;
    await writeFile(
      join(folder, 'vm.json'),
      `${JSON.stringify({ ...vm, ...changeable(change) }, null, 2)}\n`,
    );
  }

  async openBox(box: Box): Promise<{ image: string; volume: string }> {
    return { image: box.file, volume: boxVolume(box) };
  }

  async forgetBox(): Promise<void> {
    // A pretended machine's box is in no Vagrant.
  }

  async make(_folder: string, machine: MachineSpec, { signal, log, progress }: MakeOptions): Promise<void> {
    log('==> Creating domain (demonstration, nothing is created)...');
    const reason = await this.host.trouble('make');
    if (reason !== null) throw new ProblemError('vagrant-failed', { reason });
    await this.host.addMachine({ ...machine, base: boxVolume(machine.box) });
    const bootMs = await this.host.bootMs();
    for (let step = 1; step <= BOOT_STEPS; step += 1) {
      await new Promise((resolve) => setTimeout(resolve, bootMs / BOOT_STEPS));
      await this.host.released('make', machine.vmId, signal);
      signal.throwIfAborted();
      progress(step / BOOT_STEPS);
    }
    log('==> Machine booted and ready!');
  }

  async endStrayWork(): Promise<void> {
    // No process stands behind a fake machine.
  }
}
