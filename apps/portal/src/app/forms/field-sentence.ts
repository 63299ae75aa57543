import { inject } from '@angular/core';
import { type ReadonlyFieldState, StandardSchemaValidationError } from '@angular/forms/signals';
import { describeIssue } from '@vm-manager/contracts';
import type * as z from 'zod';
import { Languages } from '../i18n/languages';

/** The first thing wrong with a field, in the words that the API would use too. */
export function injectFieldSentence(): (state: Pick<ReadonlyFieldState<unknown>, 'errors'>) => string {
  const languages = inject(Languages);
  return (state) => {
    const error = state.errors()[0];
    if (error instanceof StandardSchemaValidationError)
      // Zod's Standard Schema issues are its own issues; the forms' contract is just wider.
      return describeIssue(error.issue as z.core.$ZodIssue, languages.active());
    return error?.message ?? '';
  };
}
