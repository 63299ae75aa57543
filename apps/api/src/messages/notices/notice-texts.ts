import { french, type Language, type NoticeKind } from '@vm-manager/contracts';
import { momentText } from './amounts-text.js';
import type { NoticeParams } from './notice-params.js';
import { ENGLISH_NOTICES } from './notice-texts.en.js';
import { FRENCH_NOTICES } from './notice-texts.fr.js';

/** `subject`: a few words. `text`: all that is to know, in a sentence or two. */
export interface NoticeText {
  subject: string;
  text: string;
}
export type NoticeTexts = Record<NoticeKind, (params: NoticeParams) => NoticeText>;

export function noticeText(
  kind: NoticeKind,
  stored: NoticeParams,
  language: Language,
  timeZone: string,
): NoticeText {
  const params = stored.until ? { ...stored, until: momentText(stored.until, language, timeZone) } : stored;
  if (language === 'en') return ENGLISH_NOTICES[kind](params);
  const { subject, text } = FRENCH_NOTICES[kind](params);
  return { subject: french(subject), text: french(text) };
}
