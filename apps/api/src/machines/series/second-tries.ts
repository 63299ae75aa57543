import { Injectable } from '@nestjs/common';
import type { RetryVm } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { VmReader } from '../vms/vm-reader.js';
import { FailedMachines } from './failed-machines.js';
import { SeriesMemberEntity } from './series-member.entity.js';
import { SeriesPasswords } from './series-passwords.js';
import { SeriesReader } from './series-reader.js';
import { SeriesEntity } from './series.entity.js';

/** Another try for a member who has no machine: it failed, could not be ordered, or was deleted. */
@Injectable()
export class SecondTries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: SeriesReader,
    private readonly vms: VmReader,
    private readonly failed: FailedMachines,
    private readonly passwords: SeriesPasswords,
    private readonly audit: AuditWriter,
  ) {}

  /** Rejects with `not-possible-now` when the machine is there. */
  async order(actor: Actor, id: string, userId: string, typed: RetryVm): Promise<SeriesEntity> {
    const series = await this.reader.findFor(actor, id);
    const members = await this.reader.membersFor(actor, [id]);
    const member = members.find((one) => one.userId === userId);
    if (!member) throw new ProblemError('not-found');
    const [vm] = member.vmId === null ? [] : await this.vms.ofIds(actor, [member.vmId]);
    if (vm) await this.failed.makeAgain(actor, vm, { series, member, typed });
    else await this.letWait(actor, series, member, typed);
    return series;
  }

  private async letWait(
    actor: Actor,
    { id: seriesId, namePattern, templateId, passwords }: SeriesEntity,
    { userId, user, state }: SeriesMemberEntity,
    { password, rootPassword }: RetryVm,
  ): Promise<void> {
    const { id: actorId, address } = actor;
    const isGiven = passwords === 'typed' && password !== undefined && rootPassword !== undefined;
    const sealedPasswords = isGiven
      ? await this.passwords.sealTyped(templateId, { password, rootPassword })
      : null;
    await this.dataSource.transaction(async (tx) => {
      if (sealedPasswords) await tx.update(SeriesEntity, { id: seriesId }, { sealedPasswords });
      const waiting = { state: 'waiting' as const, vmId: null, problem: null, actorId, address };
      // Of two who ask at once, the second finds it done.
      const { affected } = await tx.update(SeriesMemberEntity, { seriesId, userId, state }, waiting);
      if (affected === 1)
        await this.audit.record(tx, actor, {
          action: 'series.retry',
          object: { id: seriesId, name: namePattern },
          details: { username: user.username },
        });
    });
  }
}
