import { Injectable } from '@nestjs/common';
import {
  describeIssue,
  type AccountImport,
  type ImportAccounts,
  type ImportedAccount,
  type Language,
} from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { DirectoryLogins } from '../../access/directory/directory-logins.js';
import { Passwords } from '../../access/passwords/passwords.js';
import { csvRefusal } from '../../foundation/csv/csv-refusal.js';
import { lockUntilEnd } from '../../foundation/database/transaction-lock.js';
import { lockMembers, Memberships } from '../groups/memberships.js';
import { readAccountLines, type AccountLine } from './account-lines.js';
import { planAccounts, type AccountPlan } from './account-plan.js';
import { NewAccounts, orNameTaken } from './new-accounts.js';
import { randomInt } from 'node:crypto';

/** Hashing so many passwords takes about ten seconds of a processor. */
const MOST_ACCOUNTS = 1_000;

interface Secret {
  password: string;
  passwordHash: string;
}

/** Imports a file of accounts, all of them or none. The answer holds their first passwords, once. */
@Injectable()
export class AccountImports {
  constructor(
    private readonly dataSource: DataSource,
    private readonly newAccounts: NewAccounts,
    private readonly memberships: Memberships,
    private readonly passwords: Passwords,
    private readonly audit: AuditWriter,
    private readonly directory: DirectoryLogins,
  ) {}

  /** Nothing is written in a dry run, nor when a line is refused: then each line says why. */
  async run(actor: Actor, file: Buffer, { dryRun, ignoreUnknown }: ImportAccounts): Promise<AccountImport> {
    const lines = readAccountLines(file, ignoreUnknown);
    const newOnes = await this.newOnes(lines);
    const inDirectory = await this.directory.among(newOnes);
    const preview = await planAccounts(this.dataSource.manager, lines, inDirectory);
    const toMake = preview.filter(({ outcome }) => outcome === 'created');
    if (dryRun || isRefused(preview)) return answer(actor.language, preview, { dryRun, secrets: new Map() });

    // Before the transaction, which would last as long otherwise; one after the other, so that people can sign in meanwhile.
    const secrets = new Map<string, Secret>();
    for (const { line } of toMake) secrets.set(line.username, await this.newSecret(actor));
    return this.dataSource
      .transaction(async (tx) => {
        await lockUntilEnd(tx, 'import-accounts');
        const planned = await planAccounts(tx, lines, inDirectory);
        if (!isRefused(planned)) await this.apply(tx, actor, planned, secrets);
        return answer(actor.language, planned, { dryRun, secrets });
      })
      .catch(orNameTaken);
  }

  /** Refuses too many before the directory is asked for each of them. */
  private async newOnes(lines: readonly AccountLine[]): Promise<string[]> {
    const plans = await planAccounts(this.dataSource.manager, lines, new Set());
    const names = plans.flatMap(({ outcome, line }) => (outcome === 'created' ? [line.username] : []));
    if (names.length > MOST_ACCOUNTS)
      throw csvRefusal('csv.too-many-accounts', { about: String(MOST_ACCOUNTS) });
    return names;
  }

  private async apply(
    tx: EntityManager,
    actor: Actor,
    planned: readonly AccountPlan[],
    secrets: Map<string, Secret>,
  ): Promise<void> {
    const groups = planned.flatMap((plan) => (plan.outcome === 'created' ? plan.groups : []));
    for (const id of new Set(groups.map((group) => group.id).toSorted())) await lockMembers(tx, id);
    for (const plan of planned) {
      if (plan.outcome !== 'created') continue;
      const { username, displayName, email, role } = plan.line;
      // Missing only when an account was erased since the preview, so that this line makes it anew.
      const secret = secrets.get(username) ?? (await this.newSecret(actor));
      secrets.set(username, secret);
      const account = { username, displayName, email, role: role ?? 'student' };
      const id = await this.newAccounts.insert(tx, actor, { ...account, passwordHash: secret.passwordHash });
      for (const group of plan.groups)
        await this.memberships.put(
          tx,
          actor,
          group,
          { id, username },
          { teaches: account.role !== 'student', isNew: true },
        );
    }
    const count = (outcome: AccountPlan['outcome']) =>
      planned.filter((plan) => plan.outcome === outcome).length;
    await this.audit.record(tx, actor, {
      action: 'account.import',
      details: { added: count('created'), unchanged: count('unchanged') },
    });
  }

  private async newSecret(actor: Actor): Promise<Secret> {
    const password = firstPassword();
    return { password, passwordHash: await this.passwords.hash(password, actor.id) };
  }
}

const isRefused = (planned: readonly AccountPlan[]) => planned.some(({ outcome }) => outcome === 'refused');

function answer(
  language: Language,
  planned: readonly AccountPlan[],
  { dryRun, secrets }: { dryRun: boolean; secrets: ReadonlyMap<string, Secret> },
): AccountImport {
  const applied = !dryRun && !isRefused(planned);
  const lines = planned.map((plan): ImportedAccount => {
    const { line, username, displayName, role } = plan.line;
    const shown = { line, username, displayName, role, groups: [], outcome: plan.outcome, password: null };
    switch (plan.outcome) {
      case 'created': {
        const password = applied ? (secrets.get(username)?.password ?? null) : null;
        return { ...shown, groups: plan.groups.map(({ name }) => name), password, detail: null };
      }
      case 'unchanged':
        return { ...shown, displayName: plan.user.displayName, role: plan.user.role, detail: null };
      case 'refused':
        return { ...shown, detail: describeIssue(plan.issue, language) };
    }
  });
  return { dryRun, applied, lines };
}

/** Without signs that look alike: no o and 0, no i, l and 1. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';
const PARTS = 3;
const PART_LENGTH = 4;

/** A password that is easy to copy from paper: 59 bits, in short parts. */
const firstPassword = (): string =>
  Array.from({ length: PARTS }, () =>
    Array.from({ length: PART_LENGTH }, () => SIGNS[randomInt(SIGNS.length)]).join(''),
  ).join('-');
