import { Injectable } from '@nestjs/common';
import { seriesNameOf, type HandedPasswords as Handed, type ShownPasswords } from '@vm-manager/contracts';
import { DataSource, IsNull, Not } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { VmReader } from '../vms/vm-reader.js';
import { SeriesMemberEntity } from './series-member.entity.js';
import { SeriesPasswords } from './series-passwords.js';

/** In these there is nothing to sign in to. */
const NOT_MADE: readonly string[] = ['queued', 'creating', 'failed', 'deleting'];

/** Shows students the passwords inside their machines of series: to nobody else, and once. */
@Injectable()
export class HandedPasswords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly vms: VmReader,
    private readonly passwords: SeriesPasswords,
    private readonly audit: AuditWriter,
  ) {}

  /** One's own machines that are made, and whose passwords wait to be shown. */
  async list(actor: Actor): Promise<Handed[]> {
    const members = await this.dataSource.getRepository(SeriesMemberEntity).find({
      where: { userId: actor.id, vmId: Not(IsNull()), sealedPasswords: Not(IsNull()) },
      relations: { series: true },
      order: { createdAt: 'DESC' },
    });
    const vmIds = members.flatMap(({ vmId }) => vmId ?? []);
    const vms = new Map((await this.vms.ofIds(actor, vmIds)).map((vm) => [vm.id, vm]));
    return members.flatMap(({ vmId, series }) => {
      const vm = vms.get(vmId ?? '');
      if (!vm || NOT_MADE.includes(vm.state)) return [];
      return [{ vmId: vm.id, vmName: vm.name, series: seriesNameOf(series.namePattern) }];
    });
  }

  async show(actor: Actor, vmId: string): Promise<ShownPasswords> {
    const { ownerId, name, username } = await this.vms.findFor(actor, 'see-vms', vmId);
    if (ownerId !== actor.id)
      throw new ProblemError('not-found', {}, { withheld: { id: vmId, name, ownerId } });
    return this.dataSource.transaction(async (tx) => {
      const mine = { vmId, userId: actor.id };
      const lock = { mode: 'pessimistic_write' } as const;
      const member = await tx.findOne(SeriesMemberEntity, { where: mine, lock });
      const known = member?.sealedPasswords ? this.passwords.open(member.sealedPasswords) : {};
      const { password = null, rootPassword = null } = known;
      if (password === null && rootPassword === null)
        throw new ProblemError('not-possible-now', { action: 'show-passwords' });
      await tx.update(SeriesMemberEntity, mine, { sealedPasswords: null, shownAt: new Date() });
      await this.audit.record(tx, actor, { action: 'series.show-passwords', object: { id: vmId, name } });
      return { username, password, rootPassword };
    });
  }
}
