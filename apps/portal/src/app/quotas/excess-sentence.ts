import type { QuotaExcess } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { injectAmounts } from './amounts';

const LEVELS = ['own', 'group', 'host'] as const satisfies readonly QuotaExcess['level'][];

/** Every rule that a refusal names, in one sentence per level: which limits, how much is used, how much was asked. */
export function injectExcessSentence(): (exceeded: readonly QuotaExcess[]) => string {
  const t = injectTranslate();
  const amounts = injectAmounts();
  const part = ({ dimension, used, asked, limit }: QuotaExcess) =>
    t('quota.exceeded.part', {
      dimension: t(`quota.of-dimension.${dimension}`),
      used: amounts.ofLimit(dimension, used, limit),
      asked: amounts.text(dimension, asked),
    });
  return (exceeded) =>
    LEVELS.flatMap((level) => {
      const broken = exceeded.filter((excess) => excess.level === level);
      if (broken.length === 0) return [];
      return [t(`quota.exceeded.${level}`, { parts: amounts.list(broken.map(part)) })];
    }).join(' ');
}
