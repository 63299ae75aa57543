import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { SECRETS, type Secrets } from '../../foundation/config/secrets.js';
import { libvirtHosts } from '../../hosts/libvirt/libvirt.module.js';
import type { Finding } from './check.js';
import { consult } from './consult.js';

/** `npm run vmm -- doctor` from inside: of the program that runs, by the account that it runs as. */
@Injectable()
export class Doctor {
  private current: Promise<Finding[]> | null = null;

  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(SECRETS) private readonly secrets: Secrets,
    private readonly dataSource: DataSource,
  ) {}

  /** One at a time: who asks while another's goes on gets the same answer. */
  examine(): Promise<Finding[]> {
    return (this.current ??= this.consult().finally(() => (this.current = null)));
  }

  private async consult(): Promise<Finding[]> {
    const { environment, secrets } = this;
    // Of its own: what is asked of the program's waits for a libvirt that is away.
    const hosts = libvirtHosts(environment);
    try {
      return await Promise.all(consult({ environment, secrets }, null, hosts, async () => this.dataSource));
    } finally {
      await Promise.all(hosts.map((host) => host.close()));
    }
  }
}
