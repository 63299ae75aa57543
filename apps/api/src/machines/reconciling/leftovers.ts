import { Injectable, Logger } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import type { Host } from '../../hosts/host.js';
import { Hosts } from '../../hosts/hosts.js';
import { JobEntity } from '../../jobs/job.entity.js';
import { subjectOf } from '../../jobs/job-subject.js';
import { JobOrders } from '../../jobs/job-orders.js';
import { OwnerNetworks } from '../owner-networks/owner-networks.js';
import { VmEntity } from '../vms/vm.entity.js';
import { HostInventory, type Thing } from './host-inventory.js';

type ThingOfVm = Thing & { vmId: string };

/**
 * What is on a host without a record. It is only ever removed by a delete job, and only when this database knows that it
 * deleted that VM; the rest is the administrator's to decide about.
 */
@Injectable()
export class Leftovers {
  private readonly logger = new Logger(Leftovers.name);
  private readonly reported = new Map<Host, string>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly hosts: Hosts,
    private readonly jobs: JobOrders,
    private readonly inventory: HostInventory,
    private readonly networks: OwnerNetworks,
  ) {}

  async handle(host: Host): Promise<void> {
    const onHost = await this.inventory.of(host);
    const unknown = await this.networksWithoutOwner(host, onHost);
    // A folder first: its job removes what else is left of the VM, while no other job knows where the folder is.
    for (const thing of await this.withoutVm([...(await this.inventory.folders()), ...onHost])) {
      const deletion = await this.lastDeletionOf(thing.vmId);
      if (thing.what === 'folder' && !this.isFor(host, deletion)) continue;
      if (deletion) await this.deleteAgain(host, deletion, thing);
      else if (thing.isOurs) unknown.push(thing);
    }
    this.report(host, unknown);
  }

  /** A folder does not lie on a host: it is removed with what else its VM had there, or reported with the first one. */
  private isFor(host: Host, deletion: JobEntity | null): boolean {
    if (deletion?.host) return this.hosts.isNamed(host, deletion.host);
    return host === this.hosts.all()[0];
  }

  private async withoutVm(things: Thing[]): Promise<ThingOfVm[]> {
    const ofVms = things.filter((thing): thing is ThingOfVm => thing.vmId !== null);
    const ids = ofVms.map(({ vmId }) => vmId);
    const known = await this.dataSource.getRepository(VmEntity).findBy({ id: In(ids) });
    const knownIds = new Set(known.map(({ id }) => id));
    return ofVms.filter(({ vmId }) => !knownIds.has(vmId));
  }

  private async networksWithoutOwner(host: Host, things: Thing[]): Promise<Thing[]> {
    const names = new Set((await this.networks.networksOn(host)).map(({ name }) => name));
    return things.filter(({ what, name }) => what === 'network' && !names.has(name));
  }

  private lastDeletionOf(vmId: string): Promise<JobEntity | null> {
    return this.dataSource.getRepository(JobEntity).findOne({
      where: { subjectKind: 'vm', subjectId: vmId, kind: 'delete' },
      order: { createdAt: 'DESC' },
    });
  }

  private async deleteAgain(host: Host, deletion: JobEntity, { what, name }: Thing): Promise<void> {
    const { ownerId, estimateGroup } = deletion;
    const subject = subjectOf(deletion);
    const onHost = { host: await host.name() };
    await this.dataSource.transaction(async (tx) => {
      if (await this.jobs.isBusy(tx, subject)) return;
      this.logger.warn(`Left of a deleted VM: ${what} ${name}`);
      const input = what === 'folder' ? { folder: name } : {};
      await this.jobs.create(tx, {
        ...{ subject, ownerId, ...onHost, actorId: null, estimateGroup },
        ...{ kind: 'delete', input },
      });
    });
  }

  /** Once, until it changes. */
  private report(host: Host, unknown: Thing[]): void {
    const text = unknown.map(({ what, name }) => `${what} ${name}`).join(', ');
    if (text !== '' && text !== this.reported.get(host))
      this.logger.warn(`Made by this installation, without a record, left alone: ${text}`);
    this.reported.set(host, text);
  }
}
