import { createHash } from 'node:crypto';
import * as z from 'zod';
import { ProblemError } from '../../../foundation/problems/problem-error.js';
import { FakeHost, type FakeMachine } from '../../fake-host/fake-host.js';
import { Guest, type GuestCommandResult, type GuestFileSystem } from '../guest.js';

/** Programs of a Debian box that change the machine they run in; all others do nothing, successfully. */
const PROGRAMS: Record<
  string,
  (machine: FakeMachine, args: readonly string[]) => Partial<FakeMachine['guest']>
> = {
  '/usr/local/lib/vmm/grow-root': ({ diskGiB }) => ({ fileSystemGiB: diskGiB }),
  '/usr/local/lib/vmm/set-host-name': (_machine, [hostName = '']) => ({ hostName }),
};

/** What the scripts of a Windows guest find, by what they are asked to do. */
const FINDINGS: Record<string, (request: { account?: string }) => object> = {
  prepare: () => ({ restart: false }),
  'set-host-name': () => ({ restart: false }),
  'find-account': ({ account }) => ({ account }),
  'create-account': ({ account }) => ({ account }),
  'find-administrator': () => ({ account: 'Administrateur' }),
  'find-evaluation-end': () => ({ end: new Date(Date.now() + EVALUATION_MS).toISOString() }),
};
const EVALUATION_MS = 180 * 86_400_000;
/** Programs of Debian's that do what a script of Windows' does. */
const SAME: Record<string, string> = {
  'grow-file-system': '/usr/local/lib/vmm/grow-root',
  'set-host-name': '/usr/local/lib/vmm/set-host-name',
};

const Script = z.object({ do: z.string(), account: z.string().optional(), name: z.string().optional() });

/** A guest that knows accounts and passwords, its name and its file system, and says yes to every command. */
export class FakeGuest extends Guest {
  constructor(private readonly host: FakeHost) {
    super();
  }

  async isAnswering(vmId: string): Promise<boolean> {
    return (await this.host.read('domain', vmId))?.power === 'running';
  }

  /** With an input it is a Windows guest's PowerShell. */
  async run(
    vmId: string,
    program: string,
    args: readonly string[],
    input?: string,
  ): Promise<GuestCommandResult> {
    if (input === undefined) return this.perform(vmId, program, args);
    const request = Script.parse(JSON.parse(input));
    await this.perform(vmId, SAME[request.do] ?? program, [request.name ?? '']);
    const found = Buffer.from(JSON.stringify(FINDINGS[request.do]?.(request) ?? {}));
    return { exitCode: 0, output: `vmm:${found.toString('base64')}` };
  }

  private async perform(vmId: string, program: string, args: readonly string[]): Promise<GuestCommandResult> {
    const domain = await this.host.read('domain', vmId);
    if (domain?.power !== 'running') throw new ProblemError('guest-not-answering');
    const { machine } = domain;
    const change = PROGRAMS[program];
    if (machine && change) {
      const guest = { ...machine.guest, ...change(machine, args) };
      await this.host.write('domain', vmId, { ...domain, machine: { ...machine, guest } });
    }
    return { exitCode: 0, output: '' };
  }

  /** A third of it is the system's. */
  async fileSystems(vmId: string): Promise<GuestFileSystem[]> {
    const domain = await this.host.read('domain', vmId);
    if (domain?.power !== 'running') throw new ProblemError('guest-not-answering');
    const sizeMiB = (domain.machine?.guest.fileSystemGiB ?? 10) * 1024;
    return [{ mountPoint: '/', type: 'ext4', usedMiB: Math.round(sizeMiB / 3), sizeMiB }];
  }

  /** Its clock is the host's. */
  async setClock(): Promise<void> {}

  async setPassword(vmId: string, account: string, password: string): Promise<void> {
    const domain = await this.host.read('domain', vmId);
    if (domain?.power !== 'running') throw new ProblemError('guest-not-answering');
    const passwords = { ...domain.passwords, [account]: passwordHash(password) };
    await this.host.write('domain', vmId, { ...domain, passwords });
  }
}

/** As a guest does, the fake one keeps no password in clear. */
export const passwordHash = (password: string) => createHash('sha256').update(password).digest('hex');
