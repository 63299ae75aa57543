import type { SetLimits } from '@vm-manager/contracts';

/** How long before its end someone is told. */
export const WARNINGS = ['7-days', '1-day', '1-hour'] as const;
export type Warning = (typeof WARNINGS)[number];

const HOUR_MS = 3600_000;
export const WARNED_BEFORE_MS: Record<Warning, number> = {
  '7-days': 7 * 24 * HOUR_MS,
  '1-day': 24 * HOUR_MS,
  '1-hour': HOUR_MS,
};

/** What the sentence of a notice is made of. */
export interface NoticeParams {
  /** The name of who did it; absent when the portal did. */
  person?: string;
  /** The VM's name; absent when it is about a quota. */
  vm?: string;
  amounts?: SetLimits;
  /** An ISO date. */
  until?: string;
  /** What a person wrote. */
  words?: string;
  warning?: Warning;
  /** Whether a click keeps the VM. */
  mayKeep?: boolean;
  atNextStart?: boolean;
  /** The account inside a VM. */
  account?: string;
  /** The group's name. */
  group?: string;
  /** The template's id. */
  template?: string;
  /** As one of the group's teachers. */
  teaches?: boolean;
}
