import { french, type Language, type ProblemCode } from '@vm-manager/contracts';
import type { ProblemParams } from './problem-error.js';
import { ENGLISH } from './problem-texts.en.js';
import { FRENCH } from './problem-texts.fr.js';

/** Title and a sentence with a way out, for each code. */
export type ProblemTexts = Record<ProblemCode, (params: ProblemParams) => [title: string, detail: string]>;

export function problemText(code: ProblemCode, params: ProblemParams, language: Language) {
  const [title, detail] = (language === 'fr' ? FRENCH : ENGLISH)[code](params);
  return language === 'fr' ? { title: french(title), detail: french(detail) } : { title, detail };
}
