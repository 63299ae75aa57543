import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { In, IsNull, type EntityManager } from 'typeorm';
import { OPEN_ACCOUNT } from '../../access/identity/sign-in-rule.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { EventLog } from '../events/event-log.js';
import { Outbox, type Letter } from '../mail/outbox.js';
import { NoticeEntity } from './notice.entity.js';
import { noticeText } from './notice-texts.js';

export type NewNotice = Pick<NoticeEntity, 'kind' | 'params' | 'link'>;

interface Recipients {
  userIds: readonly string[];
  /** Further mail addresses, which get no notice in the portal. */
  addresses?: readonly string[];
  /** Whether a notice in the portal is enough. */
  withoutMail?: boolean;
}

/** Tells people something: a notice in the portal always, a mail when there is an address and a mail server. */
@Injectable()
export class NoticeSender {
  constructor(
    private readonly events: EventLog,
    private readonly outbox: Outbox,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Called in the transaction of what happened. Closed accounts get nothing. */
  async tell(
    tx: EntityManager,
    { userIds, addresses = [], withoutMail = false }: Recipients,
    notice: NewNotice,
    now = new Date(),
  ): Promise<void> {
    const users = await tx.find(UserEntity, { where: { id: In([...userIds]), ...OPEN_ACCOUNT } });
    for (const { id: userId } of users) {
      const id = randomUUID();
      await tx.insert(NoticeEntity, { id, userId, ...notice, createdAt: now, readAt: null });
      await this.events.record(tx, { kind: 'notice', subjectId: id, ownerId: userId });
    }
    if (!withoutMail)
      await this.outbox.add(tx, lettersOf(notice, users, addresses, this.environment.timeZone), now);
  }

  /** Who was told this, read or not, as long as notices are kept. */
  async readersOf(tx: EntityManager, { kind, link }: Pick<NewNotice, 'kind' | 'link'>): Promise<string[]> {
    const notices = await tx.find(NoticeEntity, {
      where: { kind, link: link ?? IsNull() },
      select: { id: true, userId: true },
    });
    return notices.map(({ userId }) => userId);
  }

  /** Marks the notices of a matter as read for these people, once it is settled. */
  async settle(
    tx: EntityManager,
    userIds: readonly string[],
    { kind, link }: Pick<NewNotice, 'kind' | 'link'>,
    now = new Date(),
  ): Promise<void> {
    const unread = { userId: In([...userIds]), kind, link: link ?? IsNull(), readAt: IsNull() };
    const notices = await tx.find(NoticeEntity, { where: unread, select: { id: true, userId: true } });
    if (notices.length === 0) return;
    await tx.update(NoticeEntity, { id: In(notices.map(({ id }) => id)) }, { readAt: now });
    for (const { id, userId } of notices)
      await this.events.record(tx, { kind: 'notice', subjectId: id, ownerId: userId });
  }
}

function lettersOf(
  { kind, params, link }: NewNotice,
  users: UserEntity[],
  addresses: readonly string[],
  timeZone: string,
): Letter[] {
  const readers = [
    ...users.map(({ email, language }) => ({ to: email ?? '', language: language ?? ('fr' as const) })),
    ...addresses.map((to) => ({ to, language: 'fr' as const })),
  ].filter(({ to }) => to !== '');
  // An administrator who is also on the list of addresses gets one mail.
  const once = new Map(readers.toReversed().map((reader) => [reader.to.toLowerCase(), reader]));
  return [...once.values()].map((reader) => ({
    ...reader,
    ...noticeText(kind, params, reader.language, timeZone),
    link,
  }));
}
