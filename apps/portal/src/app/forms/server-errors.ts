import type { FieldTree, ValidationError } from '@angular/forms/signals';
import type { ApiProblem } from '../http/api-problem';

/** Where a refusal without fields belongs all the same. */
export type FieldOfCode<TModel> = Partial<Record<string, keyof TModel & string>>;

/** Puts `errors[].pointer` of a refusal back on the fields it names. Empty when it names none of this form's: then `injectSentence` says all of it. */
export function errorsOnFields<TModel extends object>(
  form: FieldTree<TModel>,
  problem: ApiProblem,
  fieldOfCode: FieldOfCode<TModel> = {},
): ValidationError.WithOptionalFieldTree[] {
  // A form's tree has a member for each key of its model; the mapped type hides that from a plain look-up.
  const fields = form as unknown as Record<string, FieldTree<unknown> | undefined>;
  const named = problem.errors.map(({ pointer, detail }) => ({ key: keyOf(pointer), detail }));
  const byCode = fieldOfCode[problem.code];
  if (named.length === 0 && byCode) named.push({ key: byCode, detail: problem.message });
  const known = named.flatMap(({ key, detail }) => {
    const fieldTree = fields[key];
    return fieldTree ? [{ kind: 'server', message: detail, fieldTree }] : [];
  });
  // What is wrong elsewhere is said with the first: no refusal is swallowed.
  const [first] = known;
  const elsewhere = named.filter(({ key }) => !fields[key]).map(({ detail }) => detail);
  if (first && elsewhere.length > 0) first.message = [first.message, ...elsewhere].join(' ');
  return known;
}

/** The first segment of a JSON Pointer (RFC 6901). */
const keyOf = (pointer: string) =>
  (pointer.replace(/^#?\//, '').split('/')[0] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
