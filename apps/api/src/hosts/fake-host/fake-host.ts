import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ProblemError } from '../../foundation/problems/problem-error.js';

export interface FakeDomain {
  vmId: string;
  ownerId: string;
  installationId: string;
  power: 'running' | 'paused' | 'asleep' | 'stalled' | 'crashed' | 'saved' | 'off';
  address: string;
  /** Whether the guest obeys a polite request. */
  obeys: boolean;
  /** What takes for ever, until whoever wrote this takes it back. */
  held?: 'make' | 'start' | 'shutdown' | 'remove' | 'make-point' | 'go-back' | 'remove-point';
  /** Hashes of the passwords by account. */
  passwords: Record<string, string>;
  /** What another program made it of; absent when it is one of VM Manager's. */
  foreign?: { volumes: string[]; networks: string[] };
  /** Absent when it is called as VM Manager calls its machines. */
  name?: string;
  /** Absent where someone put a bare machine on the host. */
  machine?: FakeMachine;
  /** What it was at its restore points, by their ids. */
  points?: Record<string, FakePoint>;
}

export interface FakePoint {
  power: 'running' | 'off';
  machine?: FakeMachine | undefined;
  passwords: Record<string, string>;
}

/** What a pretended machine is made of, and what its guest makes of it. */
export interface FakeMachine {
  vcpus: number;
  memoryMiB: number;
  diskGiB: number;
  /** What it starts with. */
  next: { vcpus: number; memoryMiB: number; name: string };
  /** Whether it can be given more while it runs. */
  takesMore: boolean;
  guest: { hostName: string; fileSystemGiB: number };
}

/** A machine as it is when it has booted. */
export const booted = (machine: FakeMachine): FakeMachine => ({
  ...machine,
  ...{ vcpus: machine.next.vcpus, memoryMiB: machine.next.memoryMiB },
  guest: { hostName: machine.next.name, fileSystemGiB: machine.diskGiB },
});

/** What a pretended host has. */
export interface FakeCapacity {
  cores: number;
  memoryMiB: number;
  diskFreeGiB: number;
}

const FOLDER = 'fake-host';

/** One always; more where there are folders for them when the program starts. */
export function fakeHostsIn(dataDir: string): FakeHost[] {
  const folders = existsSync(dataDir) ? readdirSync(dataDir) : [];
  const others = folders.filter((folder) => folder.startsWith(`${FOLDER}-`)).sort();
  return [FOLDER, ...others].map((folder) => new FakeHost(join(dataDir, folder)));
}

const PLENTY: FakeCapacity = { cores: 128, memoryMiB: 2 ** 20, diskFreeGiB: 20_000 };

const HELD_ASK_AGAIN_MS = 500;

interface Kinds {
  domain: FakeDomain;
  volume: { name: string; base?: string };
  network: { name: string; bridge: string; octets: string };
}

/**
 * A host of files, one per thing: what is on it survives a kill of the API, as what is on a real one does. Writing is a
 * rename, so that a reader never sees half a thing.
 */
export class FakeHost {
  /** By its folder: `fake-host`, or `fake-host-<name>`. */
  readonly name: string;

  constructor(private readonly folder: string) {
    this.name = basename(folder).slice(FOLDER.length + 1) || 'demonstration';
  }

  /** Rejects while somebody pretends that it is not to be reached, by a file of that name. */
  async mustBeThere(): Promise<void> {
    if (existsSync(join(this.folder, 'unreachable'))) throw new ProblemError('libvirt-unavailable');
  }

  async read<K extends keyof Kinds>(kind: K, name: string): Promise<Kinds[K] | null> {
    await this.mustBeThere();
    const text = await readFile(this.file(kind, name), 'utf8').catch(ifMissing(null));
    return text === null ? null : (JSON.parse(text) as Kinds[K]);
  }

  async write<K extends keyof Kinds>(kind: K, name: string, thing: Kinds[K]): Promise<void> {
    await this.mustBeThere();
    const file = this.file(kind, name);
    const draft = join(this.folder, `.${randomUUID()}`);
    await mkdir(join(this.folder, kind), { recursive: true });
    await writeFile(draft, JSON.stringify(thing));
    await rename(draft, file);
  }

  /** A new machine, running, with its disk: what Vagrant would have made. */
  async addMachine({
    vmId,
    ownerId,
    installationId,
    hostName = 'machine',
    vcpus = 2,
    memoryMiB = 2048,
    diskGiB = 20,
    base,
  }: Pick<FakeDomain, 'vmId' | 'ownerId' | 'installationId'> &
    Partial<Pick<FakeMachine, 'vcpus' | 'memoryMiB' | 'diskGiB'> & { hostName: string; base: string }>) {
    const disk = `vmm-${vmId}.img`;
    await this.write('volume', disk, { name: disk, ...(base && { base }) });
    const state = { power: 'running', address: addressOf(vmId), obeys: true, passwords: {} } as const;
    const machine: FakeMachine = {
      vcpus,
      memoryMiB,
      diskGiB,
      next: { vcpus, memoryMiB, name: hostName },
      takesMore: true,
      guest: { hostName, fileSystemGiB: diskGiB },
    };
    await this.write('domain', vmId, { vmId, ownerId, installationId, ...state, machine });
  }

  /** Resolves at once, but for a machine that is held there. */
  async released(what: NonNullable<FakeDomain['held']>, vmId: string, signal?: AbortSignal): Promise<void> {
    while ((await this.read('domain', vmId))?.held === what) {
      signal?.throwIfAborted();
      await pause(HELD_ASK_AGAIN_MS, undefined, { ref: false });
    }
  }

  /** Plenty, unless someone who tests what happens without has written less. */
  async capacity(): Promise<FakeCapacity> {
    await this.mustBeThere();
    const text = await readFile(join(this.folder, 'capacity.json'), 'utf8').catch(ifMissing('{}'));
    return { ...PLENTY, ...(JSON.parse(text) as Partial<FakeCapacity>) };
  }

  /** Why no machine can be made, or no box baked; written by whoever tests what happens then. */
  async trouble(work: 'make' | 'bake'): Promise<string | null> {
    const text = await readFile(join(this.folder, 'trouble.json'), 'utf8').catch(ifMissing('{}'));
    return (JSON.parse(text) as Partial<Record<typeof work, string>>)[work] ?? null;
  }

  /** How long a machine takes to be made; as a person would wait, unless someone who tests has written less. */
  async bootMs(): Promise<number> {
    return Number(await readFile(join(this.folder, 'boot-ms'), 'utf8').catch(ifMissing('4000')));
  }

  /** Written by whoever pretends that the host went down and came back. */
  async bootId(): Promise<string> {
    await this.mustBeThere();
    return readFile(join(this.folder, 'boot-id'), 'utf8').catch(ifMissing('first'));
  }

  async remove(kind: keyof Kinds, name: string): Promise<void> {
    await this.mustBeThere();
    await rm(this.file(kind, name), { force: true });
  }

  async names(kind: keyof Kinds): Promise<string[]> {
    await this.mustBeThere();
    const files = await readdir(join(this.folder, kind)).catch(ifMissing<string[]>([]));
    return files.map((file) => decodeURIComponent(file.replace(/\.json$/, '')));
  }

  /** The folder whose files are the domains, to be watched for changes. */
  async domainFolder(): Promise<string> {
    const folder = join(this.folder, 'domain');
    await mkdir(folder, { recursive: true });
    return folder;
  }

  private file(kind: keyof Kinds, name: string): string {
    return join(this.folder, kind, `${encodeURIComponent(name)}.json`);
  }
}

const ifMissing =
  <T>(instead: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return instead;
    throw error;
  };

/** The one that it has in its owner's network. */
export const addressOf = (vmId: string) => `10.213.0.${(Number.parseInt(vmId.slice(0, 4), 16) % 240) + 10}`;
