import type { Vm } from '@vm-manager/contracts';

/** Why a machine is not well, in the API's words; undefined when it is, an empty text when nobody knows. */
export function failureOf({
  state,
  problem,
  job,
}: Pick<Vm, 'state' | 'problem' | 'job'>): string | undefined {
  if (problem) return problem.detail;
  if (state !== 'failed') return undefined;
  return job?.problem?.detail ?? '';
}
