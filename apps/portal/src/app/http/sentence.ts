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

/** The same where there is one field only: what is wrong with it says more than that something is. */
export function injectReason(): (error: unknown) => string {
  const sentence = injectSentence();
  return (error) => toApiProblem(error).errors[0]?.detail ?? sentence(error);
}
