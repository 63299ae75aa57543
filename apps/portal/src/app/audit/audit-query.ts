import { AuditAction, AuditOutcome } from '@vm-manager/contracts';
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

/** Reads the URL; what the API would refuse counts as absent. */
export function readView(url: Readonly<Record<keyof AuditView, string | undefined>>): AuditView {
  const action = AuditAction.safeParse(url.action).data;
  const kind = KINDS.find((known) => known === url.kind);
  return {
    person: (url.person ?? '').slice(0, 300),
    kind,
    action: action && (!kind || kindOf(action) === kind) ? action : undefined,
    outcome: AuditOutcome.safeParse(url.outcome).data,
    from: dayOf(url.from),
    to: dayOf(url.to),
  };
}

export function isFiltered(view: AuditView): boolean {
  return Object.values(view).some((value) => !!value);
}

/** As the API takes it: a day begins at midnight, and the last one is in. */
export function toQuery(
  { person, kind, action, outcome, from, to }: AuditView,
  school: Pick<SchoolTime, 'startOf'>,
): AuditQuery {
  return {
    ...(person.trim() && { person: person.trim() }),
    ...(kind && !action && { kind }),
    ...(action && { action }),
    ...(outcome && { outcome }),
    ...(from && { from: school.startOf(from) }),
    ...(to && { to: school.startOf(to, 1) }),
  };
}

const dayOf = (text: string | undefined) =>
  text && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
