import { AuditAction, AuditOutcome } from '@vm-manager/contracts';
import { anyText, oneOf } from '../ui/list-url';
import type { SchoolTime } from '../i18n/school-time';

/** The kinds of object that actions are about: the part before the dot. */
export const KINDS = [...new Set(AuditAction.options.map(kindOf))];
export type AuditKind = AuditAction extends infer A
  ? A extends `${infer Kind}.${string}`
    ? Kind
    : never
  : never;

/** What the URL says; days as `2026-11-05`, the school's. */
export interface AuditView {
  readonly person: string;
  readonly kind: AuditKind | undefined;
  readonly action: AuditAction | undefined;
  readonly outcome: AuditOutcome | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export type AuditQuery = Readonly<Record<string, string>>;

export function kindOf(action: AuditAction): AuditKind {
  // Every action has its kind before the dot; the types know it, `split` does not.
  return action.split('.')[0] as AuditKind;
}

export const FILTERS = {
  person: anyText(300),
  kind: oneOf(KINDS),
  action: oneOf(AuditAction.options),
  outcome: oneOf(AuditOutcome.options),
  from: dayOf,
  to: dayOf,
};

/** As the API takes it: an action is of its kind, a day begins at midnight, and the last one is in. */
export function toQuery(
  { person, kind, action, outcome, from, to }: AuditView,
  school: Pick<SchoolTime, 'startOf'>,
): AuditQuery {
  const isOfKind = action && (!kind || kindOf(action) === kind);
  return {
    ...(person.trim() && { person: person.trim() }),
    ...(isOfKind ? { action } : kind && { kind }),
    ...(outcome && { outcome }),
    ...(from && { from: school.startOf(from) }),
    ...(to && { to: school.startOf(to, 1) }),
  };
}

function dayOf(text: string): string | undefined {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}
