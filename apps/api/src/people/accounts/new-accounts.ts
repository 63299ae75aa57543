import { Injectable } from '@nestjs/common';
import type { Account, CreateAccount } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import { DirectoryLogins } from '../../access/directory/directory-logins.js';
import type { Actor } from '../../access/identity/actor.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { Passwords } from '../../access/passwords/passwords.js';
import { fieldError, ProblemError } from '../../foundation/problems/problem-error.js';
import { AccountReader } from './account-reader.js';
import { brokenConstraint } from '../../foundation/database/broken-constraint.js';

type NewAccount = Pick<UserEntity, 'username' | 'displayName' | 'email' | 'role' | 'passwordHash'>;

/** Makes local accounts. */
@Injectable()
export class NewAccounts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly directory: DirectoryLogins,
    private readonly passwords: Passwords,
    private readonly audit: AuditWriter,
    private readonly reader: AccountReader,
  ) {}

  async create(actor: Actor, { password, email = null, ...request }: CreateAccount): Promise<Account> {
    // While the directory is away, a local account may be the only help: then nobody is asked.
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

  /** Resolves with the account's id. */
  async insert(tx: EntityManager, actor: Actor, account: NewAccount): Promise<string> {
    const { id, username, role } = await tx.save(tx.create(UserEntity, { ...account, source: 'local' }));
    const object = { id, name: username };
    await this.audit.record(tx, actor, {
      action: 'account.create',
      object,
      ownerId: id,
      details: { source: 'local', role },
    });
    return id;
  }
}

/** Turns the database's error into `name-taken` when another request took the name at the same moment. */
export function orNameTaken(error: unknown): never {
  if (brokenConstraint(error) === 'UQ_users_username')
    throw new ProblemError('name-taken', {}, { cause: error });
  throw error;
}
