import { Injectable } from '@nestjs/common';
import type { Account, UpdateAccount } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { Passwords } from '../../access/passwords/passwords.js';
import { SignInRule } from '../../access/identity/sign-in-rule.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { lockUntilEnd } from '../../foundation/database/transaction-lock.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { AccountConsequences } from './account-consequences.js';
import { AccountReader } from './account-reader.js';
import { columnsOf, checkUpdate } from './account-update.js';

/** Changes accounts that exist, for administrators. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: AccountReader,
    private readonly passwords: Passwords,
    private readonly consequences: AccountConsequences,
    private readonly rule: SignInRule,
  ) {}

  async update(actor: Actor, userId: string, request: UpdateAccount): Promise<Account> {
    const passwordHash =
      request.password === undefined ? undefined : await this.passwords.hash(request.password, actor.id);
    await this.dataSource.transaction(async (tx) => {
      // When two administrators demote each other at the same instant, the second must see what the first did.
      if (request.role !== undefined || request.disabled !== undefined)
        await lockUntilEnd(tx, 'who-administers');
      const user = await tx.findOne(UserEntity, {
        where: { id: userId },
        lock: { mode: 'pessimistic_write' },
      });
      if (!user) throw new ProblemError('not-found');
      checkUpdate(actor, user, request);
      const changes = columnsOf(user, request, new Date());
      const columns = { ...changes, ...(passwordHash === undefined ? {} : { passwordHash }) };
      if (Object.keys(columns).length === 0) return;
      await tx.update(UserEntity, { id: userId }, columns);
      const remaining = await tx.existsBy(UserEntity, this.rule.where({ role: 'admin' }));
      if (!remaining) throw new ProblemError('last-administrator');
      await this.consequences.apply(tx, actor, user, columns);
    });
    return this.reader.show(actor, userId);
  }
}
