import { french, type Language, type TemplateFile, type TemplateStatus } from '@vm-manager/contracts';
import type { BakedBox } from './boxes.js';

export interface TemplateState {
  status: TemplateStatus;
  bakedPercent: number | null;
}

/** What can be done with a template now. One whose box is baked anew stays available meanwhile. */
export function templateState(
  { evaluationDays }: Pick<TemplateFile, 'evaluationDays'>,
  box: BakedBox | null,
  bakedPercent: number | null,
  now = new Date(),
): TemplateState {
  const isExpired =
    box !== null && evaluationDays !== undefined && now > daysAfter(box.bakedAt, evaluationDays);
  if (box && !isExpired) return { status: 'available', bakedPercent: null };
  if (bakedPercent !== null) return { status: 'baking', bakedPercent };
  return { status: isExpired ? 'expired' : 'missing', bakedPercent: null };
}

const daysAfter = (date: Date, days: number) => new Date(date.getTime() + days * 86_400_000);

const ASK: Record<Language, string> = {
  fr: 'Demandez à un administrateur.',
  en: 'Ask an administrator.',
};
const REASONS: Record<Exclude<TemplateStatus, 'available'>, (percent: number) => Record<Language, string>> = {
  baking: (percent) => ({
    fr: `L’image de ce modèle est en cours de fabrication (${percent}\u202f%).`,
    en: `This template’s image is being built (${percent}%).`,
  }),
  missing: () => ({
    fr: 'L’image de ce modèle n’est pas encore fabriquée.',
    en: 'This template’s image has not been built yet.',
  }),
  expired: () => ({
    fr: 'La période d’essai du système de ce modèle est terminée.',
    en: 'The trial of this template’s system has ended.',
  }),
};

/** Why there is no machine to be had of it, and who can do something about it. */
export function reasonOf(
  { status, bakedPercent }: TemplateState,
  { language, mayMend }: { language: Language; mayMend: boolean },
): string | null {
  if (status === 'available') return null;
  const reason = REASONS[status](bakedPercent ?? 0)[language];
  const sentence = status === 'baking' || mayMend ? reason : `${reason} ${ASK[language]}`;
  return language === 'fr' ? french(sentence) : sentence;
}
