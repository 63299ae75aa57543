import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endMarkedProcesses } from '../../foundation/child-process/marked-processes.js';
import { ChildProcessError, run } from '../../foundation/child-process/run.js';
import type { Environment } from '../../foundation/config/environment.js';
import { fromProjectRoot } from '../../foundation/config/project-root.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { VM_MARK } from '../libvirt/hypervisor.js';
import { randomScreenPassword } from '../libvirt/screen-password.js';
import type { Acceleration } from './acceleration.js';
import { boxFolder, boxVolume } from './box-volume.js';
import { ensureManagementKey } from './management-key.js';
import {
  Provisioner,
  type Box,
  type MachineUpdate,
  type MachineSpec,
  type MakeOptions,
} from './provisioner.js';
import { vagrantEnvironment } from './vagrant-environment.js';
import { parseVagrantLine, readableText, shareAt } from './vagrant-output.js';
import { changeable, readVmJson, toVmJson, type HostSettings } from './vm-json.js';

const BOX_ADD_MS = 900_000;
/** Beyond the guest's own boot time-out: copying the image, waiting for slow hosts. */
const UP_EXTRA_MS = 300_000;
/** Boxes on their way out, in Vagrant's home. */
const REMOVED = '.removed-';

export class VagrantProvisioner extends Provisioner {
  private readonly vagrantHome: string;

  constructor(
    private readonly environment: Environment,
    private readonly acceleration: Acceleration,
  ) {
    super();
    this.vagrantHome = join(environment.dataDir, 'vagrant');
  }

  async prepareFolder(folder: string, machine: MachineSpec): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o750 });
    const publicKey = await ensureManagementKey(folder);
    const vm = toVmJson(machine, await this.hostSettings(), publicKey);
    await copyFile(fromProjectRoot('infra/vagrant/Vagrantfile'), join(folder, 'Vagrantfile'));
    await writeVmJson(folder, vm);
  }

  async updateFolder(folder: string, change: MachineUpdate): Promise<void> {
    const vm = await readVmJson(folder);
    if (!vm) return;
    await copyFile(fromProjectRoot('infra/vagrant/Vagrantfile'), join(folder, 'Vagrantfile'));
    await writeVmJson(folder, { ...vm, ...changeable(change) });
  }

  async openBox(box: Box, options: MakeOptions): Promise<{ image: string; volume: string }> {
    await mkdir(this.vagrantHome, { recursive: true });
    const script = fromProjectRoot('infra/vm-templates/add-box.sh');
    await this.vagrant(script, [box.file, box.name], { timeoutMs: BOX_ADD_MS }, options);
    return { image: join(this.boxFolder(box), 'libvirt', 'box.img'), volume: boxVolume(box) };
  }

  async forgetBox(box: Pick<Box, 'name' | 'version'>): Promise<void> {
    // A folder of a box that is there is taken for whole.
    await rename(this.boxFolder(box), join(this.vagrantHome, REMOVED + randomUUID())).catch(ifMissing);
    const names = (await readdir(this.vagrantHome).catch(ifMissing)) ?? [];
    for (const name of names.filter((each) => each.startsWith(REMOVED)))
      await rm(join(this.vagrantHome, name), { recursive: true, force: true });
  }

  async make(folder: string, machine: MachineSpec, options: MakeOptions): Promise<void> {
    const timeoutMs = machine.bootTimeoutSeconds * 1000 + UP_EXTRA_MS;
    // The screen's password goes from here into the domain and nowhere else: the gateway reads it there.
    const environment = { [VM_MARK]: machine.vmId, VMM_VNC_PASSWORD: randomScreenPassword() };
    const command = ['--machine-readable', '--no-color', 'up', '--provider', 'libvirt', '--no-provision'];
    await this.vagrant('vagrant', command, { cwd: folder, timeoutMs, environment }, options);
  }

  async endStrayWork(vmId: string): Promise<void> {
    await endMarkedProcesses(VM_MARK, vmId);
  }

  private boxFolder({ name, version }: Pick<Box, 'name' | 'version'>): string {
    return join(this.vagrantHome, 'boxes', boxFolder(name), version);
  }

  private async hostSettings(): Promise<HostSettings> {
    const { libvirtUri, storagePool, networkMode } = this.environment;
    const emulated = (await this.acceleration.speed()) === 'emulated';
    return { libvirtUri, storagePool, emulated, leases: networkMode.kind !== 'bridge' };
  }

  private async vagrant(
    command: string,
    args: string[],
    {
      cwd,
      timeoutMs,
      environment = {},
    }: { cwd?: string; timeoutMs: number; environment?: Record<string, string> },
    { signal, log, progress }: MakeOptions,
  ): Promise<void> {
    const onLine = (line: string) => {
      const text = readableText(line);
      if (text === null) return;
      log(text);
      const share = shareAt(text);
      if (share !== null) progress(share);
    };
    const env = { ...vagrantEnvironment(this.vagrantHome), ...environment };
    try {
      await run(command, args, { cwd, env, timeoutMs, signal, onLine });
    } catch (cause) {
      if (signal.aborted) signal.throwIfAborted();
      if (!(cause instanceof ChildProcessError)) throw cause;
      if (cause.reason === 'timed-out') throw new ProblemError('time-out', {}, { cause });
      throw new ProblemError('vagrant-failed', { reason: lastMessage(cause.lastLines) }, { cause });
    }
  }
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** Whole or not at all: by its ids the folder is known as ours. */
async function writeVmJson(folder: string, vm: object): Promise<void> {
  const draft = join(folder, '.vm.json');
  await writeFile(draft, `${JSON.stringify(vm, null, 2)}\n`);
  await rename(draft, join(folder, 'vm.json'));
}

function lastMessage(lines: string): string {
  const texts = lines
    .split('\n')
    .map((line) => (parseVagrantLine(line)?.type === 'error-exit' ? readableText(line) : null))
    .filter((text) => text !== null);
  return texts.at(-1)?.slice(0, 500) ?? '';
}
