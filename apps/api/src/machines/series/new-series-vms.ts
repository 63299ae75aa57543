import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { NoticeSender } from '../../messages/notices/notice-sender.js';
import type { Candidates } from '../placement/placements.js';
import { NewVms } from '../vms/new-vms.js';
import { refusalOf, wishFor, type TemplateOfSeries } from './member-wish.js';
import { SeriesMemberEntity } from './series-member.entity.js';
import { SeriesPasswords } from './series-passwords.js';
import type { SeriesEntity } from './series.entity.js';

/** What the machines of a series are made of and where, asked for before. */
export interface Making {
  series: SeriesEntity;
  template: TemplateOfSeries;
  candidates: Candidates;
}

/** While these last nobody is refused: what waits goes on later. */
const PASSING: readonly string[] = ['libvirt-unavailable', 'database-unavailable'];

/** Orders the machine of one member, or notes why there can be none. */
@Injectable()
export class NewSeriesVms {
  constructor(
    private readonly dataSource: DataSource,
    private readonly newVms: NewVms,
    private readonly passwords: SeriesPasswords,
    private readonly notices: NoticeSender,
    private readonly audit: AuditWriter,
  ) {}

  /** In one transaction, which also ends the member's waiting: whoever does it again finds nothing left to do. */
  async order(member: SeriesMemberEntity, making: Making): Promise<void> {
    const { seriesId, userId, user } = member;
    const waiting = { seriesId, userId, state: 'waiting' as const };
    try {
      await this.dataSource.transaction((tx) => this.make(tx, member, making));
    } catch (error) {
      if (!(error instanceof ProblemError) || PASSING.includes(error.code)) throw error;
      // Has left the class meanwhile.
      if (error.code === 'not-found') await this.dataSource.manager.delete(SeriesMemberEntity, waiting);
      else
        await this.dataSource.manager.update(SeriesMemberEntity, waiting, {
          state: 'refused',
          problem: refusalOf(error, user),
        });
    }
  }

  private async make(
    tx: EntityManager,
    { userId, user, actorId, address }: SeriesMemberEntity,
    { series, template, candidates }: Making,
  ): Promise<void> {
    const passwords = this.passwordsFor(series, template);
    const actor = await this.audit.actorOf(tx, actorId, address);
    const wish = wishFor(series, user, template, passwords);
    const vmId = await this.newVms.insert(tx, { actor, batchId: series.id }, wish, candidates);
    const { affected } = await tx.update(
      SeriesMemberEntity,
      { seriesId: series.id, userId, state: 'waiting' },
      {
        ...{ vmId, state: 'made', problem: null, shownAt: null },
        sealedPasswords: series.passwords === 'random' ? this.passwords.seal(passwords) : null,
      },
    );
    if (affected !== 1) throw new ProblemError('cancelled');
    const group = await tx.findOneBy(GroupEntity, { id: series.groupId });
    const by = actorId === null ? null : await tx.findOneBy(UserEntity, { id: actorId });
    const params = {
      ...{ vm: wish.request.name, group: group?.name ?? '' },
      ...(by && { person: by.displayName }),
    };
    await this.notices.tell(
      tx,
      { userIds: [userId] },
      { kind: 'series-vm', params, link: `/machines/${vmId}` },
    );
  }

  private passwordsFor({ passwords, sealedPasswords }: SeriesEntity, { passwordRules }: TemplateOfSeries) {
    if (passwords === 'random') return this.passwords.random(passwordRules);
    const { password, rootPassword } = sealedPasswords ? this.passwords.open(sealedPasswords) : {};
    if (password === undefined || rootPassword === undefined)
      throw new ProblemError('member-refused', { reason: 'passwords' });
    return { password, rootPassword };
  }
}
