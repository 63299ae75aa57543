import { allowedActions, type VmAction } from '@vm-manager/contracts';
import type { VmEntity } from './vm.entity.js';

/** What may be asked of this VM; busy is one with a job that waits or runs. */
export const actionsNow = (
  { state, problem }: Pick<VmEntity, 'state' | 'problem'>,
  busy: boolean,
): VmAction[] => allowedActions({ state, busy, problem: problem?.code ?? null });
