import { Injectable } from '@nestjs/common';
import {
  describeIssue,
  type ImportedLine,
  type ImportMembers,
  type Language,
  type MemberImport,
} from '@vm-manager/contracts';
import { DataSource, In, type EntityManager } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import type { GroupEntity } from '../../access/identity/group.entity.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { GroupInvitations } from './group-invitations.js';
import { GroupReader } from './group-reader.js';
import { readMemberLines, type MemberLine } from './member-lines.js';
import { consents } from './member-consent.js';
import { planMember, type MemberPlan, type MemberRefusal } from './member-plan.js';
import { lockMembers, Memberships } from './memberships.js';
import { OnlyInDirectory } from './only-in-directory.js';

type LineRefusal = MemberRefusal | 'csv.twice' | 'csv.role';
type LinePlan = Exclude<MemberPlan, { refusal: unknown }> | { outcome: 'refused'; refusal: LineRefusal };
type Planned = MemberLine & { plan: LinePlan; user: UserEntity | null; teaches: boolean | null };

/** Imports a file of members, all of them or none. */
@Injectable()
export class MemberImports {
  constructor(
    private readonly dataSource: DataSource,
    private readonly groups: GroupReader,
    private readonly memberships: Memberships,
    private readonly invitations: GroupInvitations,
    private readonly audit: AuditWriter,
    private readonly onlyInDirectory: OnlyInDirectory,
  ) {}

  /** Nothing is written in a dry run, nor when a line is refused: then each line says why. */
  async run(
    actor: Actor,
    groupId: string,
    file: Buffer,
    { dryRun, ignoreUnknown }: ImportMembers,
  ): Promise<MemberImport> {
    const lines = readMemberLines(file, { ignoreUnknown });
    const names = lines.map(({ username }) => username);
    // Before the transaction, which would wait for the directory.
    const inDirectory = await this.onlyInDirectory.among(this.dataSource.manager, actor, names);
    return this.dataSource.transaction(async (tx) => {
      const group = await this.groups.findFor(actor, 'manage-members', groupId, tx);
      await lockMembers(tx, groupId);
      const planned = await this.plan(tx, actor, group, lines, inDirectory);
      const applied = !dryRun && planned.every(({ plan }) => plan.outcome !== 'refused');
      if (applied) await this.apply(tx, actor, group, planned);
      return { dryRun, applied, lines: planned.map((line) => toImportedLine(line, actor.language)) };
    });
  }

  private async plan(
    tx: EntityManager,
    actor: Actor,
    group: GroupEntity,
    lines: readonly MemberLine[],
    inDirectory: ReadonlySet<string>,
  ): Promise<Planned[]> {
    const users = await tx.findBy(UserEntity, { username: In(lines.map(({ username }) => username)) });
    const members = await tx.findBy(GroupMemberEntity, { groupId: group.id });
    const userOf = new Map(users.map((user) => [user.username, user]));
    const memberOf = new Map(members.map((member) => [member.userId, member]));
    const asked = await consents(
      tx,
      actor,
      group.id,
      users.map(({ id }) => id),
    );
    const seen = new Set<string>();
    return lines.map((line) => {
      const user = userOf.get(line.username) ?? null;
      const member = (user && memberOf.get(user.id)) ?? null;
      const isRepeated = seen.size === seen.add(line.username).size;
      if (isRepeated) return { ...line, user, teaches: null, plan: refused('csv.twice') };
      if (line.part === 'unknown') return { ...line, user, teaches: null, plan: refused('csv.role') };
      // When the file does not say, members keep their part, and new ones become students.
      const teaches = line.part === 'as-is' ? (member?.teaches ?? false) : line.part === 'teacher';
      const consent = (user && asked.get(user.id)) ?? 'not-needed';
      const isOnlyInDirectory = inDirectory.has(line.username);
      const plan = planMember(actor, { group, user, isOnlyInDirectory, member, teaches, consent });
      return { ...line, user, teaches, plan };
    });
  }

  private async apply(tx: EntityManager, actor: Actor, group: GroupEntity, planned: readonly Planned[]) {
    for (const { user, teaches, plan } of planned)
      if (user && plan.outcome === 'invited') await this.invitations.invite(tx, actor, group, user);
      else if (user && teaches !== null && (plan.outcome === 'added' || plan.outcome === 'changed'))
        await this.memberships.put(tx, actor, group, user, { teaches, isNew: plan.outcome === 'added' });
    const count = (outcome: ImportedLine['outcome']) =>
      planned.filter(({ plan }) => plan.outcome === outcome).length;
    await this.audit.record(tx, actor, {
      action: 'group.import',
      object: { id: group.id, name: group.name },
      details: {
        added: count('added'),
        invited: count('invited'),
        changed: count('changed'),
        unchanged: count('unchanged'),
      },
    });
  }
}

const refused = (refusal: LineRefusal): LinePlan => ({ outcome: 'refused', refusal });

/** A refused line shows only what the file itself says of the person. */
function toImportedLine({ line, username, teaches, user, plan }: Planned, language: Language): ImportedLine {
  if (plan.outcome !== 'refused')
    return {
      line,
      username,
      displayName: user?.displayName ?? null,
      outcome: plan.outcome,
      teaches,
      detail: null,
    };
  const detail = describeIssue(
    { code: 'custom', path: [], message: plan.refusal, input: username },
    language,
  );
  return { line, username, displayName: null, outcome: 'refused', teaches, detail };
}
