import type { Language, Notice } from '@vm-manager/contracts';
import type { NoticeEntity } from './notice.entity.js';
import { noticeText } from './notice-texts.js';

export function toNotice(entity: Omit<NoticeEntity, 'user'>, language: Language, timeZone: string): Notice {
  return {
    id: entity.id,
    kind: entity.kind,
    text: noticeText(entity.kind, entity.params, language, timeZone).text,
    link: entity.link,
    createdAt: entity.createdAt.toISOString(),
    readAt: entity.readAt?.toISOString() ?? null,
  };
}
