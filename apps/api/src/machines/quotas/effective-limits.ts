import type { Limits, Role, SetLimits } from '@vm-manager/contracts';
import { firstOf, largestOf, NO_LIMITS, raisedBy } from './amounts.js';

/** Where the limits of one person come from. */
export interface LimitSources {
  role: Role;
  /** The override for this person. */
  own: SetLimits;
  /** Of each group in which they are a student. */
  perMember: readonly SetLimits[];
  byDefault: SetLimits;
  /** Approved: at least this much. */
  atLeast: readonly SetLimits[];
  /** Approved for one of their VMs: so much on top, so that it takes nothing from the others. */
  onTop: readonly SetLimits[];
}

export function effectiveLimits({ role, own, perMember, byDefault, atLeast, onTop }: LimitSources): Limits {
  if (role === 'admin') return NO_LIMITS;
  const usual = firstOf(own, largestOf(perMember), byDefault);
  return onTop.reduce<Limits>(raisedBy, largestOf([usual, ...atLeast]));
}
