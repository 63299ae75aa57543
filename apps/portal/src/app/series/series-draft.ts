import { NamePattern, passwordSchema, type VmTemplate } from '@vm-manager/contracts';
import * as z from 'zod';
import type { SeriesWish } from './series-client';

/** What the form edits. */
export interface SeriesDraft {
  readonly templateId: string;
  readonly namePattern: string;
  readonly isRandom: boolean;
  readonly password: string;
  readonly rootPassword: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly diskGiB: number;
  readonly followMembers: boolean;
  readonly start: boolean;
}

const sizesOf = ({ sizes }: VmTemplate) => ({
  vcpus: sizes.vcpus.default,
  memoryMiB: sizes.memoryMiB.default,
  diskGiB: sizes.diskGiB.default,
});

export const firstSeriesDraft = (template: VmTemplate): SeriesDraft => ({
  ...{ templateId: template.id, namePattern: 'tp1-{login}', isRandom: true, password: '', rootPassword: '' },
  ...sizesOf(template),
  ...{ followMembers: true, start: true },
});

/** The draft for another template: its sizes, and all else as it was. */
export const withSeriesTemplate = (draft: SeriesDraft, template: VmTemplate): SeriesDraft => ({
  ...draft,
  ...sizesOf(template),
  templateId: template.id,
});

/** Passwords are asked for only where they are typed; sliders keep to the sizes. */
export function rulesOf(template: VmTemplate, isRandom: boolean) {
  const password = isRandom ? z.string() : passwordSchema(template.passwordRules);
  return z.object({ namePattern: NamePattern, password, rootPassword: password });
}

export function wishOf(
  { isRandom, password, rootPassword, ...rest }: SeriesDraft,
  groupId: string,
): SeriesWish {
  return { ...rest, groupId, passwords: isRandom ? 'random' : { password, rootPassword } };
}
