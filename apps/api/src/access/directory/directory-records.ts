import { Injectable } from '@nestjs/common';
import type { Role } from '@vm-manager/contracts';
import { DataSource, In, type EntityManager } from 'typeorm';
import { AuditWriter } from '../audit-writing/audit-writer.js';
import { lockUntilEnd } from '../../foundation/database/transaction-lock.js';
import { RightsChanges } from '../sessions/rights-changes.js';
import { Sessions } from '../sessions/sessions.js';
import { SignInRule } from '../identity/sign-in-rule.js';
import { UserEntity } from '../identity/user.entity.js';
import { ClassMemberships } from './class-memberships.js';
import { isSomeoneElse } from './directory-id.js';
import type { DirectoryAccount } from './directory.js';

/** Writes what the directory says of an account into our records, with all consequences for sessions, rights and groups. */
@Injectable()
export class DirectoryRecords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly memberships: ClassMemberships,
    private readonly sessions: Sessions,
    private readonly rights: RightsChanges,
    private readonly audit: AuditWriter,
    private readonly rule: SignInRule,
  ) {}

  /** Someone signs in. Null when the account is disabled here, or when the name is a local account's. */
  enter(account: DirectoryAccount): Promise<UserEntity | null> {
    return this.dataSource.transaction(async (tx) => {
      await this.lock(tx, account);
      const holder = await tx.findOneBy(UserEntity, { username: account.username });
      if (holder?.source === 'local') return null;
      const known =
        (await this.byId(tx, account)) ?? (holder && !isSomeoneElse(holder, account) ? holder : null);
      // An account that the directory lets in has not left it, whatever the last comparison found.
      if (known && !this.rule.allows({ ...known, leftDirectoryAt: null })) return null;
      if (holder && holder.id !== known?.id && !holder.leftDirectoryAt) await this.putOut(tx, holder);
      const user = known ?? (await this.create(tx, account));
      await this.write(tx, user, account);
      return user;
    });
  }

  /** A known account is still in the directory, perhaps changed. Resolves with whether anything changed here. */
  refresh(userId: string, account: DirectoryAccount): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      await this.lock(tx, account);
      const user = await tx.findOneBy(UserEntity, { id: userId, source: 'directory' });
      return user ? this.write(tx, user, account) : false;
    });
  }

  /** The directory does not let them in any more. What is theirs here stays. */
  leave(userId: string, now = new Date()): Promise<void> {
    return this.dataSource.transaction(async (tx) =>
      this.putOut(tx, await tx.findOneByOrFail(UserEntity, { id: userId }), now),
    );
  }

  private async putOut(tx: EntityManager, user: UserEntity, now = new Date()): Promise<void> {
    await tx.update(UserEntity, { id: user.id }, { leftDirectoryAt: now });
    await this.memberships.refresh(tx, user, []);
    await this.sessions.endAllOf(user.id, { tx });
    await this.rights.announce(user.id, tx);
    await this.record(tx, user, { leftDirectory: true });
  }

  private async create(tx: EntityManager, account: DirectoryAccount): Promise<UserEntity> {
    const { username, displayName, role } = account;
    await this.freeName(tx, username);
    const user = await tx.save(UserEntity, { username, displayName, role, source: 'directory' as const });
    const object = { id: user.id, name: username };
    await this.audit.record(tx, null, {
      action: 'account.create',
      object,
      details: { source: 'directory', role },
    });
    return tx.findOneByOrFail(UserEntity, { id: user.id });
  }

  private async write(tx: EntityManager, user: UserEntity, account: DirectoryAccount): Promise<boolean> {
    const before = { ...user };
    const isRenamed = user.username !== account.username && (await this.freeName(tx, account.username));
    Object.assign(user, {
      ...(isRenamed ? { username: account.username } : {}),
      directoryId: idToKeep(user, account),
      displayName: account.displayName,
      email: account.email,
      directoryDn: account.dn,
      directoryRole: account.role,
      role: user.roleSetByHand ? user.role : account.role,
      leftDirectoryAt: null,
    });
    const isOther = CHANGING.some((field) => before[field] !== user[field]);
    if (isOther) await tx.save(UserEntity, user);
    if (before.leftDirectoryAt) await this.record(tx, user, { leftDirectory: false });
    if (isRenamed) await this.record(tx, user, { username: { from: before.username, to: user.username } });
    if (before.role !== user.role) await this.changeRole(tx, user, before.role);
    const hasMoved = await this.memberships.refresh(tx, user, account.classes);
    if (hasMoved) await this.rights.announce(user.id, tx);
    return isOther || hasMoved;
  }

  private async changeRole(tx: EntityManager, user: UserEntity, from: Role): Promise<void> {
    await this.sessions.endAllOf(user.id, { tx });
    await this.rights.announce(user.id, tx);
    const object = { id: user.id, name: user.username };
    const details = { from, to: user.role, source: 'directory' };
    await this.audit.record(tx, null, { action: 'account.role', object, ownerId: user.id, details });
  }

  private async record(tx: EntityManager, user: UserEntity, details: Record<string, unknown>): Promise<void> {
    const object = { id: user.id, name: user.username };
    await this.audit.record(tx, null, { action: 'account.update', object, ownerId: user.id, details });
  }

  private async byId(tx: EntityManager, { ids }: DirectoryAccount): Promise<UserEntity | null> {
    return ids.length === 0 ? null : tx.findOneBy(UserEntity, { directoryId: In(ids), source: 'directory' });
  }

  /**
   * Frees a login that the directory has given to another person: the former holder keeps the account with all machines, under
   * another name. Resolves with whether the login is free; a local account keeps its name.
   */
  private async freeName(tx: EntityManager, username: string): Promise<boolean> {
    const holder = await tx.findOneBy(UserEntity, { username });
    if (!holder) return true;
    if (holder.source === 'local') return false;
    for (let number = 1; ; number++) {
      const freed = `${username}.ancien${number === 1 ? '' : number}`;
      if (await tx.existsBy(UserEntity, { username: freed })) continue;
      await tx.update(UserEntity, { id: holder.id }, { username: freed });
      await this.record(tx, { ...holder, username: freed }, { username: { from: username, to: freed } });
      return true;
    }
  }

  /** Of two first sign-ins at once, the second finds the account of the first. */
  private async lock(tx: EntityManager, { username, ids }: DirectoryAccount): Promise<void> {
    for (const name of [...ids, username].sort()) await lockUntilEnd(tx, `directory-account:${name}`);
  }
}

/** A known identifier is kept as long as the server still gives it, even when it gives others too. */
const idToKeep = ({ directoryId }: UserEntity, { ids }: DirectoryAccount) =>
  directoryId !== null && (ids.length === 0 || ids.includes(directoryId)) ? directoryId : (ids[0] ?? null);

const CHANGING = [
  ...(['username', 'displayName', 'email', 'directoryId', 'directoryDn', 'directoryRole'] as const),
  ...(['role', 'leftDirectoryAt'] as const),
];
