import { createHash } from 'node:crypto';
import { ProblemError } from '../../http/problem-error.js';
import { Guest, type GuestCommandResult } from '../guest.js';
import { FakeHost } from '../../fake-host/fake-host.js';

/** A guest that knows accounts and passwords, and says yes to every command. */
export class FakeGuest extends Guest {
  constructor(private readonly host: FakeHost) {
    super();
  }

  async isAnswering(vmId: string): Promise<boolean> {
    return (await this.host.read('domain', vmId))?.power === 'running';
  }

  async run(vmId: string): Promise<GuestCommandResult> {
    if (!(await this.isAnswering(vmId))) throw new ProblemError('guest-not-answering');
    return { exitCode: 0, output: '' };
  }

  async setPassword(vmId: string, account: string, password: string): Promise<void> {
    const domain = await this.host.read('domain', vmId);
    if (domain?.power !== 'running') throw new ProblemError('guest-not-answering');
    const passwords = { ...domain.passwords, [account]: passwordHash(password) };
    await this.host.write('domain', vmId, { ...domain, passwords });
  }
}

/** As a guest does, the fake one keeps no password in clear. */
export const passwordHash = (password: string) => createHash('sha256').update(password).digest('hex');
