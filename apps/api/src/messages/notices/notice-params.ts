import type { SetLimits } from '@vm-manager/contracts';

/** How long before its end someone is told that a grant ends. */
export const WARNINGS = ['7-days', '1-day', '1-hour'] as const;
export type Warning = (typeof WARNINGS)[number];

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
