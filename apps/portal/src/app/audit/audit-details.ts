import { inject } from '@angular/core';
import { QUOTA_DIMENSIONS, type SetLimits } from '@vm-manager/contracts';
import { decimal, duration, exactTime } from '../i18n/format';
import { Languages } from '../i18n/languages';
import { SchoolTime } from '../i18n/school-time';
import { injectTranslate } from '../i18n/translate';
import { injectAmounts } from '../quotas/amounts';

/** What actions note beside and a person has a word for, in the order in which it is read. */
const KNOWN = [
  'before',
  'after',
  'from',
  'found',
  'expected',
  'want',
  'grant',
  'until',
  'own',
  'perMember',
  'budget',
  'name',
  'templateId',
  'audience',
  'groups',
  'sizes',
  'min',
  'default',
  'max',
  'vcpus',
  'memoryMiB',
  'diskGiB',
  'account',
  'member',
  'teaches',
  'role',
  'source',
  'mode',
  'seconds',
  'reason',
  'kind',
  'problem',
  'added',
  'invited',
  'changed',
  'unchanged',
  'all',
  'method',
  'path',
  'vmId',
  'jobId',
  'session',
] as const;
type Known = (typeof KNOWN)[number];
const CODES: ReadonlySet<string> = new Set(['method', 'path', 'vmId', 'jobId', 'session', 'problem']);
const AMOUNTS: ReadonlySet<string> = new Set(QUOTA_DIMENSIONS);
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

export interface AuditDetail {
  readonly label: string;
  readonly text: string;
  /** An id or a path, to be read letter by letter. */
  readonly isCode: boolean;
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a line of the log has beside its sentence, in words: "Avant : 4 machines, 12 Gio de mémoire". */
export function injectAuditDetails(): (details: Fields) => AuditDetail[] {
  const t = injectTranslate();
  const amounts = injectAmounts();
  const languages = inject(Languages);
  const school = inject(SchoolTime);

  const labelOf = (key: string): string => {
    const known = KNOWN.find((each): each is Known => each === key);
    if (known) return t(`audit.detail.${known}`);
    const dimension = QUOTA_DIMENSIONS.find((each) => each === key);
    return dimension ? t(`quota.dimension.${dimension}`) : key;
  };

  const fields = (value: Fields): string => {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    if (entries.length === 0) return t('audit.detail.nothing');
    if (entries.every(([key, each]) => AMOUNTS.has(key) && (each === null || typeof each === 'number')))
      return limits(value as SetLimits);
    if (typeof value['username'] === 'string') return value['username'];
    return entries
      .map(([key, each]) => t('audit.detail.part', { label: labelOf(key), text: say(each, key) }))
      .join(', ');
  };

  /** An amount that is null is not limited here. */
  const limits = (value: SetLimits): string => {
    const free = QUOTA_DIMENSIONS.filter((dimension) => value[dimension] === null).map((dimension) =>
      t('audit.detail.part', {
        label: t(`quota.dimension.${dimension}`),
        text: t('quota.inherited'),
      }),
    );
    return [amounts.all(value), ...free].filter(Boolean).join(', ');
  };

  const say = (value: unknown, key: string): string => {
    if (value === null || value === undefined) return t('audit.detail.nothing');
    if (typeof value === 'boolean') return t(value ? 'audit.detail.yes' : 'audit.detail.no');
    if (typeof value === 'number') {
      if (key === 'seconds') return duration(value, languages.active());
      const dimension = QUOTA_DIMENSIONS.find((each) => each === key);
      return dimension ? amounts.text(dimension, value) : decimal(value, languages.active());
    }
    if (typeof value === 'string')
      return ISO_TIME.test(value) ? exactTime(value, languages.active(), school.zone()) : value;
    if (Array.isArray(value)) return amounts.list(value.map((each) => say(each, key)));
    return isFields(value) ? fields(value) : '';
  };

  const placeOf = (key: string) => {
    const at = KNOWN.findIndex((each) => each === key);
    return at < 0 ? KNOWN.length : at;
  };

  return (details) =>
    Object.entries(details)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => placeOf(a) - placeOf(b))
      .map(([key, value]) => ({ label: labelOf(key), text: say(value, key), isCode: CODES.has(key) }));
}
