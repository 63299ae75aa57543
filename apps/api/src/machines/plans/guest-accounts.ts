import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { Guest } from '../../hosts/libvirt/guest.js';

/** The accounts inside a Debian guest. Names and passwords go to the agent as they are: no shell ever sees them. */
@Injectable()
export class GuestAccounts {
  constructor(private readonly guest: Guest) {}

  /** An account with sudo; can be repeated. */
  async create(vmId: string, account: string, password: string): Promise<void> {
    const known = await this.guest.run(vmId, '/usr/bin/id', ['-u', '--', account]);
    if (known.exitCode !== 0)
      await this.demand(vmId, '/usr/sbin/useradd', ['--create-home', '--shell', '/bin/bash', '--', account]);
    await this.demand(vmId, '/usr/sbin/usermod', ['--append', '--groups', 'sudo', '--', account]);
    await this.guest.setPassword(vmId, account, password);
  }

  /** Rejects with what a person can do something about: the agent's own words say little. */
  async setPassword(vmId: string, account: string, password: string): Promise<void> {
    const known = await this.guest.run(vmId, '/usr/bin/id', ['-u', '--', account]);
    if (known.exitCode !== 0) throw new ProblemError('account-missing', { account });
    await this.guest.setPassword(vmId, account, password).catch((cause: unknown) => {
      if (!(cause instanceof ProblemError && cause.code === 'guest-refused')) throw cause;
      throw new ProblemError('password-refused', { account }, { cause });
    });
  }

  private async demand(vmId: string, program: string, args: string[]): Promise<void> {
    const { exitCode, output } = await this.guest.run(vmId, program, args);
    if (exitCode !== 0) throw new ProblemError('guest-refused', { reason: output.trim().slice(0, 300) });
  }
}
