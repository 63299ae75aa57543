import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { Guest } from '../../hosts/libvirt/guest.js';
import { guestWords, REASON_AT_MOST } from '../../hosts/libvirt/guest-words.js';
import { GuestSystem, isRefusal } from './guest-system.js';

/** Programs that a Debian box of ours holds (infra/vm-templates). */
const GROW_ROOT = '/usr/local/lib/vmm/grow-root';
const SET_HOST_NAME = '/usr/local/lib/vmm/set-host-name';

/** Names and passwords go to the agent as they are: no shell ever sees them. */
export class DebianSystem extends GuestSystem {
  constructor(private readonly guest: Guest) {
    super();
  }

  async createAccount(vmId: string, account: string, password: string): Promise<void> {
    if (!(await this.knows(vmId, account)))
      await this.demand(vmId, '/usr/sbin/useradd', ['--create-home', '--shell', '/bin/bash', '--', account]);
    await this.demand(vmId, '/usr/sbin/usermod', ['--append', '--groups', 'sudo', '--', account]);
    await this.guest.setPassword(vmId, account, password);
    // A desktop waits for its owner (infra/vm-templates/debian-client). A server has none, and says so: nothing to tell.
    await this.guest.run(vmId, '/usr/bin/systemctl', ['start', '--no-block', 'display-manager.service']);
  }

  /** With what a person can do something about: the agent's own words say little. */
  async setPassword(vmId: string, account: string, password: string): Promise<void> {
    if (!(await this.knows(vmId, account))) throw new ProblemError('account-missing', { account });
    await this.guest.setPassword(vmId, account, password).catch((cause: unknown) => {
      if (!isRefusal(cause)) throw cause;
      throw new ProblemError('password-refused', { account }, { cause });
    });
  }

  setRootPassword(vmId: string, password: string): Promise<void> {
    return this.setPassword(vmId, 'root', password);
  }

  setHostName(vmId: string, name: string): Promise<void> {
    return this.demand(vmId, SET_HOST_NAME, [name]);
  }

  async growFileSystem(vmId: string, log: (line: string) => void): Promise<void> {
    const { exitCode, output } = await this.guest.run(vmId, GROW_ROOT, []);
    if (exitCode === 0) return;
    log(output.trim());
    throw new ProblemError('disk-not-grown');
  }

  async setClock(vmId: string): Promise<void> {
    try {
      await this.guest.setClock(vmId);
    } catch (error) {
      // The agent wants hwclock for it, which Debian's smallest system does not have.
      if (!isRefusal(error)) throw error;
      await this.demand(vmId, '/usr/bin/date', ['--utc', '--set', `@${(Date.now() / 1000).toFixed(3)}`]);
    }
  }

  async evaluationEnd(): Promise<null> {
    return null;
  }

  private async knows(vmId: string, account: string): Promise<boolean> {
    return (await this.guest.run(vmId, '/usr/bin/id', ['-u', '--', account])).exitCode === 0;
  }

  private async demand(vmId: string, program: string, args: string[]): Promise<void> {
    const { exitCode, output } = await this.guest.run(vmId, program, args);
    if (exitCode !== 0)
      throw new ProblemError('guest-refused', { reason: guestWords(output, REASON_AT_MOST) });
  }
}
