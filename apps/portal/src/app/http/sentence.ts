import { injectTranslate } from '../i18n/translate';
import { toApiProblem } from './api-problem';

/** One sentence about an error, in the language on screen. */
export function injectSentence(): (error: unknown) => string {
  const t = injectTranslate();
  return (error) => {
    const { problem, ownReason } = toApiProblem(error);
    return problem?.detail || problem?.title || t(`problem.${ownReason}`);
  };
}
