import { Injectable } from '@nestjs/common';
import type { Series } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { mayForGroup, reachOf, taughtGroupIds, visibleOwners } from '../../access/identity/permissions.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { VmReader } from '../vms/vm-reader.js';
import { SeriesMemberEntity } from './series-member.entity.js';
import { toSeries } from './series.mapper.js';
import { SeriesEntity } from './series.entity.js';

/** Reads series for those who teach the class. Of students who have left it nothing is said. */
@Injectable()
export class SeriesReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly vms: VmReader,
  ) {}

  /** Newest first. */
  async list(actor: Actor): Promise<Series[]> {
    const query = this.dataSource
      .createQueryBuilder(SeriesEntity, 'series')
      .innerJoinAndSelect('series.group', 'group')
      .orderBy('series.createdAt', 'DESC');
    if (reachOf(actor, 'manage-series') !== 'all')
      query.where('series.groupId = ANY(:groupIds)', { groupIds: taughtGroupIds(actor) });
    return this.present(actor, await query.getMany());
  }

  async show(actor: Actor, id: string): Promise<Series> {
    const [series] = await this.present(actor, [await this.findFor(actor, id)]);
    if (!series) throw new ProblemError('not-found');
    return series;
  }

  /** Rejects with `not-found` for one of a class that this person does not teach, as for one that does not exist. */
  async findFor(actor: Actor, id: string): Promise<SeriesEntity> {
    const series = await this.dataSource
      .getRepository(SeriesEntity)
      .findOne({ where: { id }, relations: { group: true } });
    if (!series) throw new ProblemError('not-found');
    if (!mayForGroup(actor, 'manage-series', series.groupId))
      throw new ProblemError('not-found', {}, { withheld: { id, name: series.namePattern, ownerId: null } });
    return series;
  }

  /** Whom this person teaches, of those that the series are for. */
  async membersFor(actor: Actor, seriesIds: readonly string[]): Promise<SeriesMemberEntity[]> {
    const { where, parameters } = visibleOwners(actor, 'member.user_id', 'manage-series');
    return this.dataSource
      .createQueryBuilder(SeriesMemberEntity, 'member')
      .innerJoinAndSelect('member.user', 'user')
      .where('member.seriesId = ANY(:seriesIds)', { seriesIds })
      .andWhere(where, parameters)
      .orderBy('user.displayName')
      .addOrderBy('user.id')
      .getMany();
  }

  private async present(actor: Actor, series: readonly SeriesEntity[]): Promise<Series[]> {
    const members = await this.membersFor(
      actor,
      series.map(({ id }) => id),
    );
    const vmIds = members.flatMap(({ vmId }) => (vmId === null ? [] : [vmId]));
    const vms = new Map((await this.vms.ofIds(actor, vmIds)).map((vm) => [vm.id, vm]));
    const bySeries = Object.groupBy(members, ({ seriesId }) => seriesId);
    return series.map((one) => toSeries(one, bySeries[one.id] ?? [], vms, actor.language));
  }
}
