import { Injectable } from '@nestjs/common';
import type { OperationKind, Series, SeriesOrder, UpdateSeries } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { OperationsService } from '../operations/operations.service.js';
import { SeriesMemberEntity } from './series-member.entity.js';
import { SeriesReader } from './series-reader.js';
import { SeriesEntity } from './series.entity.js';

interface Order {
  kind: OperationKind;
  pointName: string | null;
}

/** What a teacher does with a series that is there. What is done to its machines is an operation of theirs. */
@Injectable()
export class SeriesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: SeriesReader,
    private readonly operations: OperationsService,
    private readonly audit: AuditWriter,
  ) {}

  async update(actor: Actor, id: string, { followMembers }: UpdateSeries): Promise<Series> {
    const { namePattern } = await this.reader.findFor(actor, id);
    await this.dataSource.transaction(async (tx) => {
      await tx.update(SeriesEntity, { id }, { followMembers });
      const object = { id, name: namePattern };
      await this.audit.record(tx, actor, { action: 'series.change', object, details: { followMembers } });
    });
    return this.reader.show(actor, id);
  }

  /** For all of its machines that can take it now, or for the chosen ones, of which each refusal is told. */
  async order(actor: Actor, id: string, order: Order, { vmIds: chosen }: SeriesOrder): Promise<Series> {
    const { vmIds } = await this.machinesOf(actor, id);
    if (chosen?.some((vmId) => !vmIds.includes(vmId))) throw new ProblemError('not-found');
    if (chosen) await this.operations.beginFor(actor, order, chosen);
    else await this.operations.beginForAble(actor, order, vmIds);
    return this.reader.show(actor, id);
  }

  /** Its machines are deleted as any others are; those of students who have left the class stay theirs. */
  async remove(actor: Actor, id: string): Promise<Series> {
    const { series } = await this.machinesOf(actor, id);
    await this.dataSource.transaction(async (tx) => {
      // From here on no machine is made for it.
      await tx.update(SeriesEntity, { id }, { followMembers: false });
      await tx.delete(SeriesMemberEntity, { seriesId: id, state: 'waiting' });
    });
    const { vmIds } = await this.machinesOf(actor, id);
    const shown = await this.reader.show(actor, id);
    await this.operations.beginForAble(actor, { kind: 'delete', pointName: null }, vmIds, async (tx) => {
      await tx.delete(SeriesEntity, { id });
      const object = { id, name: series.namePattern };
      await this.audit.record(tx, actor, { action: 'series.delete', object, details: { vms: vmIds.length } });
    });
    const members = shown.members.map((member) => ({
      ...member,
      state: member.vmId === null ? member.state : ('deleting' as const),
    }));
    return { ...shown, followMembers: false, members, ready: 0 };
  }

  private async machinesOf(actor: Actor, id: string) {
    const series = await this.reader.findFor(actor, id);
    const members = await this.reader.membersFor(actor, [id]);
    return { series, vmIds: members.flatMap(({ vmId }) => (vmId === null ? [] : [vmId])) };
  }
}
