import { Injectable, Logger } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { Jobs } from '../../jobs/jobs.js';
import { JobEntity } from '../../jobs/job.entity.js';
import { OwnerNetworkEntity } from '../owner-networks/owner-network.entity.js';
import { Traces, type Trace } from './traces.js';
import { VmEntity } from '../vms/vm.entity.js';
import { subjectOf } from '../../jobs/job-subject.js';

/**
 * What stands on the host without a record. It is only ever removed by a delete job, and only when this database knows
 * that it deleted that VM; the rest is the administrator's to decide about.
 */
@Injectable()
export class Strays {
  private readonly logger = new Logger(Strays.name);
  private reported = '';

  constructor(
    private readonly dataSource: DataSource,
    private readonly jobs: Jobs,
    private readonly traces: Traces,
  ) {}

  async handle(): Promise<void> {
    const traces = await this.traces.find();
    const unknown = await this.networksWithoutOwner(traces);
    for (const stray of await this.withoutVm(traces)) {
      const deletion = await this.lastDeletionOf(stray.vmId);
      if (deletion) await this.deleteAgain(deletion, stray);
      else if (stray.certain) unknown.push(stray);
    }
    this.report(unknown);
  }

  private async withoutVm(traces: Trace[]): Promise<(Trace & { vmId: string })[]> {
    const withVm = traces.filter((trace): trace is Trace & { vmId: string } => trace.vmId !== null);
    const ids = withVm.map(({ vmId }) => vmId);
    const known = await this.dataSource.getRepository(VmEntity).findBy({ id: In(ids) });
    const knownIds = new Set(known.map(({ id }) => id));
    // A folder first: its job removes what else is left of the VM, while no other job knows where the folder is.
    return withVm
      .filter(({ vmId }) => !knownIds.has(vmId))
      .sort((one, other) => Number(other.what === 'folder') - Number(one.what === 'folder'));
  }

  private async networksWithoutOwner(traces: Trace[]): Promise<Trace[]> {
    const recorded = await this.dataSource.getRepository(OwnerNetworkEntity).find();
    const names = new Set(recorded.map(({ name }) => name));
    return traces.filter(({ what, name }) => what === 'network' && !names.has(name));
  }

  private lastDeletionOf(vmId: string): Promise<JobEntity | null> {
    return this.dataSource.getRepository(JobEntity).findOne({
      where: { subjectKind: 'vm', subjectId: vmId, kind: 'delete' },
      order: { createdAt: 'DESC' },
    });
  }

  private async deleteAgain(deletion: JobEntity, stray: Trace): Promise<void> {
    const { ownerId, estimateGroup } = deletion;
    const subject = subjectOf(deletion);
    await this.dataSource.transaction(async (tx) => {
      if (await this.jobs.isBusy(tx, subject)) return;
      this.logger.warn(`Left of a deleted VM: ${stray.what} ${stray.name}`);
      const input = stray.what === 'folder' ? { folder: stray.name } : {};
      await this.jobs.create(tx, { subject, ownerId, actorId: null, estimateGroup, kind: 'delete', input });
    });
  }

  /** Once, until it changes. */
  private report(unknown: Trace[]): void {
    const text = unknown.map(({ what, name }) => `${what} ${name}`).join(', ');
    if (text !== '' && text !== this.reported)
      this.logger.warn(`Made by this installation, without a record, left alone: ${text}`);
    this.reported = text;
  }
}
