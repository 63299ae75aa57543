import { french } from '../french.js';
import type { Language } from '../language.js';
import type { ProblemCode, ProblemParams } from '../problem.js';
import { ENGLISH } from './problem-texts.en.js';
import { FRENCH } from './problem-texts.fr.js';

/** Title and a sentence with a way out, for each code. */
export type ProblemTexts = Record<ProblemCode, (params: ProblemParams) => [title: string, detail: string]>;

export function problemText(code: ProblemCode, params: ProblemParams, language: Language) {
  const [title, detail] = (language === 'fr' ? FRENCH : ENGLISH)[code](params);
  return language === 'fr' ? { title: french(title), detail: french(detail) } : { title, detail };
}
