import type { Role } from '@vm-manager/contracts';
import type { DirectorySettings } from '../../foundation/config/environment.js';
import type { DirectoryClass } from './directory.js';
import { normalDn } from './dn.js';

/** A group someone is in, directly or by another group. `dn` is in the form in which DNs are compared. */
export interface DirectoryGroup {
  dn: string;
  name: string;
  /** Whether it stands below LDAP_GROUP_DN: a group elsewhere does not count by its name. */
  isOurs: boolean;
}

export type StandingRules = Pick<
  DirectorySettings,
  'adminGroup' | 'teacherGroup' | 'allowedGroup' | 'classGroupPattern'
>;

/** Role, classes and permission to sign in, by a person's groups. */
export function standingOf(
  groups: readonly DirectoryGroup[],
  rules: StandingRules,
): { role: Role; isAllowed: boolean; classes: DirectoryClass[] } {
  const isIn = (configured: string | null) =>
    configured !== null && groups.some((group) => isThe(configured, group));
  return {
    role: isIn(rules.adminGroup) ? 'admin' : isIn(rules.teacherGroup) ? 'teacher' : 'student',
    isAllowed: rules.allowedGroup === null || isIn(rules.allowedGroup),
    classes: classesAmong(groups, rules),
  };
}

/** Groups whose name matches the pattern, except those that give a role or the permission to sign in. */
export function classesAmong(groups: readonly DirectoryGroup[], rules: StandingRules): DirectoryClass[] {
  const matches = toPattern(rules.classGroupPattern);
  const others = [rules.adminGroup, rules.teacherGroup, rules.allowedGroup].filter((name) => name !== null);
  return groups
    .filter((group) => group.isOurs && matches.test(group.name))
    .filter((group) => !others.some((configured) => isThe(configured, group)))
    .map(({ dn, name }) => ({ dn, name }));
}

export const isDn = (configured: string) => configured.includes('=');

function isThe(configured: string, group: DirectoryGroup): boolean {
  if (isDn(configured)) return normalDn(configured) === group.dn;
  return group.isOurs && group.name.toLowerCase() === configured.toLowerCase();
}

function toPattern(glob: string): RegExp {
  const source = glob
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'isu');
}
