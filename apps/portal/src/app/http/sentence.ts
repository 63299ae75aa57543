import { injectTranslate } from '../i18n/translate';
import { toApiProblem } from './api-problem';

/** One sentence about an error, in the language on screen. */
export function injectSentence(): (error: unknown) => string {
  const t = injectTranslate();
  return (error) => {
    const { code, errors, problem, ownReason } = toApiProblem(error);
    // "Correct the fields that are marked" helps where fields are marked: those forms do not ask for this sentence.
    if (code === 'invalid-request' && errors.length > 0)
      return [...new Set(errors.map(({ detail }) => detail))].join(' ');
    return problem?.detail || problem?.title || t(`problem.${ownReason}`);
  };
}

/** The same where there is one field only: what is wrong with it says more than that something is. */
export function injectReason(): (error: unknown) => string {
  const sentence = injectSentence();
  return (error) => toApiProblem(error).errors[0]?.detail ?? sentence(error);
}
