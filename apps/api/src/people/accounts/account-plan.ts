import { DisplayName, Email, foldedText, Username } from '@vm-manager/contracts';
import { In, type EntityManager } from 'typeorm';
import type * as z from 'zod';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import type { AccountLine } from './account-lines.js';

export type AccountPlan = { line: AccountLine } & (
  | { outcome: 'created'; groups: GroupEntity[] }
  | { outcome: 'unchanged'; user: UserEntity }
  | { outcome: 'refused'; issue: z.core.$ZodIssue }
);

/**
 * What each line of the file would do. Existing accounts stay as they are, whatever the file says. People who are only in the
 * directory get no local account, as that would keep them from signing in with the school's password.
 */
export async function planAccounts(
  tx: EntityManager,
  lines: readonly AccountLine[],
  inDirectory: ReadonlySet<string>,
): Promise<AccountPlan[]> {
  const users = await tx.findBy(UserEntity, { username: In(lines.map(({ username }) => username)) });
  const userOf = new Map(users.map((user) => [user.username, user]));
  const groupCalled = groupsByName(await tx.find(GroupEntity));
  const seen = new Set<string>();
  return lines.map((line): AccountPlan => {
    const isRepeated = line.username !== '' && seen.size === seen.add(line.username).size;
    if (isRepeated) return { line, outcome: 'refused', issue: refusal('csv.twice') };
    const user = userOf.get(line.username);
    if (user) return { line, outcome: 'unchanged', user };
    const names = namesIn(line.groups, groupCalled);
    const missing = names.find((name) => !groupCalled(name));
    const issue =
      Username.safeParse(line.username).error?.issues[0] ??
      (inDirectory.has(line.username) ? refusal('account.in-directory') : undefined) ??
      DisplayName.safeParse(line.displayName).error?.issues[0] ??
      Email.nullable().safeParse(line.email).error?.issues[0] ??
      (line.role === null ? refusal('csv.account-role') : undefined) ??
      (missing === undefined ? undefined : refusal('csv.group', missing));
    if (issue) return { line, outcome: 'refused', issue };
    const groups = new Set(names.flatMap((name) => groupCalled(name) ?? []));
    return { line, outcome: 'created', groups: [...groups] };
  });
}

const refusal = (message: string, about = ''): z.core.$ZodIssue => ({
  code: 'custom',
  path: [],
  message,
  input: '',
  params: { limit: about },
});

type ByName = (name: string) => GroupEntity | undefined;

/** Finds a group by its exact name, else ignoring accents and capitals when only one matches. */
function groupsByName(groups: readonly GroupEntity[]): ByName {
  const exact = new Map(groups.map((group) => [group.name, group]));
  const folded = Map.groupBy(groups, ({ name }) => foldedText(name).trim());
  return (name) => {
    const alike = folded.get(foldedText(name).trim()) ?? [];
    return exact.get(name) ?? (alike.length === 1 ? alike[0] : undefined);
  };
}

/** The names in a cell, which commas separate, unless the whole cell is the name of a group. */
function namesIn(cell: string, groupCalled: ByName): string[] {
  if (groupCalled(cell)) return [cell];
  return cell
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}
