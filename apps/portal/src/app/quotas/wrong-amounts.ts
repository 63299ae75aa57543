import { QUOTA_DIMENSIONS, type QuotaDimension } from '@vm-manager/contracts';
import type { ApiProblem } from '../http/api-problem';

/** What is wrong with single amounts, in sentences. */
export type WrongAmounts = Partial<Record<QuotaDimension, string>>;

/** The amounts that a refusal names, where the call has them: `/want`. */
export function wrongAmounts(problem: ApiProblem | undefined, place: string): WrongAmounts {
  return Object.fromEntries(
    QUOTA_DIMENSIONS.flatMap((dimension) => {
      const error = problem?.errors.find(
        ({ pointer }) => pointer.replace(/^#/, '') === `${place}/${dimension}`,
      );
      return error ? [[dimension, error.detail]] : [];
    }),
  );
}
