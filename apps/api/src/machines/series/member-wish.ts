import {
  AccountName,
  vmNameFor,
  VmName,
  WindowsAccountName,
  type RebuildVm,
  type VmTemplate,
} from '@vm-manager/contracts';
import { isOpen } from '../../access/identity/sign-in-rule.js';
import type { UserEntity } from '../../access/identity/user.entity.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { VmWish } from '../vms/new-vms.js';
import type { SeriesEntity } from './series.entity.js';

export type MadeOf = Pick<
  SeriesEntity,
  'groupId' | 'namePattern' | 'templateId' | 'vcpus' | 'memoryMiB' | 'diskGiB' | 'start'
>;

export type TemplateOfSeries = VmWish['template'] & Pick<VmTemplate, 'os' | 'passwordRules'>;

/** One student's machine, as that student would ask for it. Throws `member-refused` when there can be none. */
export function wishFor(
  series: MadeOf,
  user: UserEntity,
  template: TemplateOfSeries,
  passwords: RebuildVm,
): VmWish {
  const { groupId, templateId, vcpus, memoryMiB, diskGiB, start } = series;
  const { username: login } = user;
  if (!isOpen(user)) throw new ProblemError('member-refused', { reason: 'closed' });
  const isAccount = template.os === 'windows' ? WindowsAccountName : AccountName;
  if (!isAccount.safeParse(login).success)
    throw new ProblemError('member-refused', { reason: 'login', login });
  const name = vmNameFor(series.namePattern, login);
  if (!VmName.safeParse(name).success) throw new ProblemError('member-refused', { reason: 'name', name });
  const request = {
    name,
    templateId,
    username: login,
    ...passwords,
    groupId,
    vcpus,
    memoryMiB,
    diskGiB,
    start,
  };
  return { owner: user, request, template, groupId };
}

/** Why there is no machine for this person, for somebody else to read. */
export function refusalOf({ code, params, exceeded }: ProblemError, { displayName }: UserEntity) {
  return { code, params: code === 'name-taken' ? { ...params, whose: displayName } : params, exceeded };
}
