import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What stands in the pretended host's file of a machine. */
export interface FakeDomain {
  vmId: string;
  ownerId: string;
  installationId: string;
  power: 'running' | 'paused' | 'asleep' | 'stalled' | 'crashed' | 'saved' | 'off';
  address: string;
  obeys: boolean;
  passwords: Record<string, string>;
  /** What another program called it, and made it of. */
  name?: string;
  foreign?: { volumes: string[]; networks: string[] };
  machine?: FakeMachine;
  /** By the restore points' ids. */
  points?: Record<string, unknown>;
}

/** What it is made of, what it starts with, and what its guest makes of it. */
export interface FakeMachine {
  vcpus: number;
  memoryMiB: number;
  diskGiB: number;
  next: { vcpus: number; memoryMiB: number; name: string };
  takesMore: boolean;
  guest: { hostName: string; fileSystemGiB: number };
}

export interface HostInventory {
  domains: string[];
  disks: string[];
  networks: string[];
}

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** The host behind `VMM_ADAPTERS=fake`, seen from outside: what is on it, and a hand on its switches. */
export class FakeHost {
  constructor(readonly folder: string) {}

  async inventory(): Promise<HostInventory> {
    const volumes = await this.names('volume');
    return {
      domains: await this.names('domain'),
      // The image of a box is everyone's and stays.
      disks: volumes.filter((name) => /^vmm-[0-9a-f]{8}-[0-9a-f]{4}-/.test(name)),
      networks: await this.names('network'),
    };
  }

  async domain(vmId: string): Promise<FakeDomain | null> {
    const text = await readFile(join(this.folder, 'domain', `${vmId}.json`), 'utf8').catch(() => null);
    return text === null ? null : (JSON.parse(text) as FakeDomain);
  }

  /** Behind the API's back, as `virsh` would. */
  async change(vmId: string, change: Partial<FakeDomain>): Promise<void> {
    const domain = await this.domain(vmId);
    if (!domain) throw new Error(`No machine ${vmId} on the host`);
    await this.put('domain', vmId, { ...domain, ...change });
  }

  async put(kind: 'domain' | 'volume' | 'network', name: string, thing: object): Promise<void> {
    const draft = join(this.folder, `.${randomUUID()}`);
    await mkdir(join(this.folder, kind), { recursive: true });
    await writeFile(draft, JSON.stringify(thing));
    await rename(draft, join(this.folder, kind, `${encodeURIComponent(name)}.json`));
  }

  /** Behind the API's back, as `virsh undefine` would. */
  async remove(kind: 'domain' | 'volume' | 'network', name: string): Promise<void> {
    await rm(join(this.folder, kind, `${encodeURIComponent(name)}.json`));
  }

  private async names(kind: string): Promise<string[]> {
    const files = await readdir(join(this.folder, kind)).catch(() => []);
    return files.map((file) => decodeURIComponent(file.replace(/\.json$/, ''))).sort();
  }
}
