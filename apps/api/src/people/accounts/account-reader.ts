import { Injectable } from '@nestjs/common';
import type { Account, AccountFilter } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { mayTo } from '../../access/identity/permissions.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { Page } from '../../foundation/http/returns-page.decorator.js';
import { toAccount } from './account.mapper.js';
import { accountsFor, membershipsOf, vmCountsOf, type AccountSelection } from './account.queries.js';
import { accountsAsCsv } from './accounts-csv.js';

/** Reads accounts for an actor; those out of reach count as not existing. */
@Injectable()
export class AccountReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditWriter,
  ) {}

  async listFor(actor: Actor, { offset, limit, ...selection }: AccountFilter): Promise<Page<Account>> {
    const query = accountsFor(actor, this.dataSource, selection);
    const users = await query.offset(offset).limit(limit).getMany();
    // On the last page the total is known without counting.
    const isEnd = users.length < limit && (users.length > 0 || offset === 0);
    const total = isEnd
      ? offset + users.length
      : await accountsFor(actor, this.dataSource, selection).getCount();
    return { items: await this.present(users), total };
  }

  async export(actor: Actor, selection: AccountSelection): Promise<string> {
    const users = await accountsFor(actor, this.dataSource, selection).getMany();
    const details = { accounts: users.length, ...selection };
    await this.audit.record(this.dataSource.manager, actor, { action: 'account.export-list', details });
    return accountsAsCsv(await this.present(users), actor.language);
  }

  async show(actor: Actor, userId: string): Promise<Account> {
    const { manager } = this.dataSource;
    const user = await manager.findOneBy(UserEntity, { id: userId });
    if (!user) throw new ProblemError('not-found');
    if (!(await mayTo(manager, actor, 'see-accounts', userId))) {
      const withheld = { id: user.id, name: user.username, ownerId: user.id };
      throw new ProblemError('not-found', {}, { withheld });
    }
    const [account] = await this.present([user]);
    if (!account) throw new ProblemError('not-found');
    return account;
  }

  private async present(users: UserEntity[]): Promise<Account[]> {
    const ids = users.map(({ id }) => id);
    const [members, vmCounts] = await Promise.all([
      membershipsOf(this.dataSource, ids),
      vmCountsOf(this.dataSource, ids),
    ]);
    const groupsOf = Map.groupBy(members, ({ userId }) => userId);
    return users.map((user) => {
      const groups = (groupsOf.get(user.id) ?? []).map(({ group, teaches }) => ({
        id: group.id,
        name: group.name,
        teaches,
      }));
      return toAccount(user, groups, vmCounts.get(user.id) ?? 0);
    });
  }
}
