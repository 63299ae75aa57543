import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Language, Notice, NoticeFilter } from '@vm-manager/contracts';
import { DataSource, IsNull, LessThan, type FindOptionsWhere } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { EventLog } from '../events/event-log.js';
import { EventReaders } from '../events/event-readers.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { NoticeEntity } from './notice.entity.js';
import { noticeText } from './notice-texts.js';

/** The notices of the person who asks; nobody reads another person's, whatever their role. */
@Injectable()
export class OwnNotices implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventLog,
    private readonly readers: EventReaders,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onModuleInit(): void {
    this.readers.register('notice', async ({ subjectId }) => {
      const notice = await this.dataSource.getRepository(NoticeEntity).findOneBy({ id: subjectId });
      return notice ? (actor) => toNotice(notice, actor.language, this.environment.timeZone) : undefined;
    });
  }

  async listFor(actor: Actor, { unread, before, limit }: NoticeFilter): Promise<Notice[]> {
    const where: FindOptionsWhere<NoticeEntity> = { userId: actor.id };
    if (unread) where.readAt = IsNull();
    if (before) where.createdAt = LessThan(new Date(before));
    const notices = await this.dataSource
      .getRepository(NoticeEntity)
      .find({ where, order: { createdAt: 'DESC', id: 'DESC' }, take: limit });
    return notices.map((notice) => toNotice(notice, actor.language, this.environment.timeZone));
  }

  /** Reading it again changes nothing. */
  async markRead(actor: Actor, id: string): Promise<void> {
    if (!(await this.dataSource.getRepository(NoticeEntity).existsBy({ id, userId: actor.id })))
      throw new ProblemError('not-found');
    await this.markUnread(actor, { id });
  }

  async markAllRead(actor: Actor): Promise<void> {
    await this.markUnread(actor, {});
  }

  /** The reader's other tabs and browsers are told, too. */
  private async markUnread(actor: Actor, which: { id?: string }): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const unread = { ...which, userId: actor.id, readAt: IsNull() };
      const notices = await tx.find(NoticeEntity, { where: unread, select: { id: true } });
      await tx.update(NoticeEntity, unread, { readAt: new Date() });
      for (const { id } of notices)
        await this.events.record(tx, { kind: 'notice', subjectId: id, ownerId: actor.id });
    });
  }
}

function toNotice(entity: Omit<NoticeEntity, 'user'>, language: Language, timeZone: string): Notice {
  return {
    id: entity.id,
    kind: entity.kind,
    text: noticeText(entity.kind, entity.params, language, timeZone).text,
    link: entity.link,
    createdAt: entity.createdAt.toISOString(),
    readAt: entity.readAt?.toISOString() ?? null,
  };
}
