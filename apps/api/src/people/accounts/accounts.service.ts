import { Injectable } from '@nestjs/common';
import type { Account, CreateAccount, UpdateAccount } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditTrail } from '../../access/audit-trail/audit-trail.js';
import type { Actor } from '../../access/identity/actor.js';
import { DirectoryLogins } from '../../access/directory/directory-logins.js';
import { Passwords } from '../../access/passwords/passwords.js';
import { SignInRule } from '../../access/identity/sign-in-rule.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { oneAtATime } from '../../foundation/database/one-at-a-time.js';
import { fieldError } from '../../foundation/problems/field-error.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { AccountConsequences } from './account-consequences.js';
import { AccountReader } from './account-reader.js';
import { changesOf, checkChange } from './account-changes.js';
import { orNameTaken } from './name-taken.js';

type NewAccount = Pick<UserEntity, 'username' | 'displayName' | 'email' | 'role' | 'passwordHash'>;

/** What an administrator does with accounts. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: AccountReader,
    private readonly passwords: Passwords,
    private readonly consequences: AccountConsequences,
    private readonly trail: AuditTrail,
    private readonly rule: SignInRule,
    private readonly directory: DirectoryLogins,
  ) {}

  async create(actor: Actor, { password, email = null, ...request }: CreateAccount): Promise<Account> {
    // While the directory is away, an account of ours may be all that helps: whoever makes one decides.
    const inDirectory = await this.directory.among([request.username]).catch(() => new Set());
    if (inDirectory.has(request.username))
      throw new ProblemError(
        'invalid-request',
        {},
        { errors: [fieldError('/username', 'account.in-directory')] },
      );
    const passwordHash = await this.passwords.hash(password, actor.id);
    const account = { ...request, email, passwordHash };
    const id = await this.dataSource.transaction((tx) => this.insert(tx, actor, account)).catch(orNameTaken);
    return this.reader.show(actor, id);
  }

  /** A new local account; resolves with its id. */
  async insert(tx: EntityManager, actor: Actor, account: NewAccount): Promise<string> {
    const { id, username, role } = await tx.save(tx.create(UserEntity, { ...account, source: 'local' }));
    const object = { id, name: username };
    await this.trail.record(tx, actor, {
      action: 'account.create',
      object,
      ownerId: id,
      details: { source: 'local', role },
    });
    return id;
  }

  async update(actor: Actor, userId: string, request: UpdateAccount): Promise<Account> {
    const passwordHash =
      request.password === undefined ? undefined : await this.passwords.hash(request.password, actor.id);
    await this.dataSource.transaction(async (tx) => {
      // Of two administrators who demote each other at the same instant, the second finds what the first did.
      if (request.role !== undefined || request.disabled !== undefined)
        await oneAtATime(tx, 'who-administers');
      const user = await tx.findOne(UserEntity, {
        where: { id: userId },
        lock: { mode: 'pessimistic_write' },
      });
      if (!user) throw new ProblemError('not-found');
      checkChange(actor, user, request);
      const changes = changesOf(user, request, new Date());
      const columns = { ...changes, ...(passwordHash === undefined ? {} : { passwordHash }) };
      if (Object.keys(columns).length === 0) return;
      await tx.update(UserEntity, { id: userId }, columns);
      const remaining = await tx.existsBy(UserEntity, this.rule.where({ role: 'admin' }));
      if (!remaining) throw new ProblemError('last-administrator');
      await this.consequences.follow(tx, actor, user, columns);
    });
    return this.reader.show(actor, userId);
  }
}
