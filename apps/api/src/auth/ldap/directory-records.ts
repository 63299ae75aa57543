import { Injectable } from '@nestjs/common';
import type { Role } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditTrail } from '../../audit/audit-trail.js';
import { oneAtATime } from '../../database/one-at-a-time.js';
import { RightsChanges } from '../rights-changes.js';
import { Sessions } from '../sessions.js';
import { UserEntity } from '../user.entity.js';
import { ClassMemberships } from './class-memberships.js';
import type { DirectoryAccount } from './directory.js';

/** Our records of the directory's accounts: what it says is written down, with all that follows from it. */
@Injectable()
export class DirectoryRecords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly memberships: ClassMemberships,
    private readonly sessions: Sessions,
    private readonly rights: RightsChanges,
    private readonly audit: AuditTrail,
  ) {}

  /** Someone signs in. Null when the account is disabled here, or when the name is a local account's. */
  enter(account: DirectoryAccount): Promise<UserEntity | null> {
    return this.dataSource.transaction(async (tx) => {
      await this.lock(tx, account.username);
      const known = await tx.findOneBy(UserEntity, { username: account.username });
      if (known?.source === 'local' || known?.disabledAt) return null;
      const user = known ?? (await this.create(tx, account));
      await this.write(tx, user, account);
      return user;
    });
  }

  /** Someone known is in the directory still, perhaps otherwise than before. Resolves with whether anything changed. */
  refresh(userId: string, account: DirectoryAccount): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      await this.lock(tx, account.username);
      const user = await tx.findOneBy(UserEntity, { id: userId, source: 'directory' });
      return user ? this.write(tx, user, account) : false;
    });
  }

  /** The directory does not let them in any more. What is theirs here stays. */
  leave(userId: string, now = new Date()): Promise<void> {
    return this.dataSource.transaction(async (tx) => {
      const user = await tx.findOneByOrFail(UserEntity, { id: userId });
      await tx.update(UserEntity, { id: userId }, { leftDirectoryAt: now });
      await this.memberships.refresh(tx, user, []);
      await this.sessions.endAllOf(userId, { tx });
      await this.rights.announce(userId, tx);
      await this.record(tx, user, { leftDirectory: true });
    });
  }

  private async create(
    tx: EntityManager,
    { username, displayName, role }: DirectoryAccount,
  ): Promise<UserEntity> {
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
    Object.assign(user, {
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

  /** Of two first sign-ins at once, the second finds the account of the first. */
  private async lock(tx: EntityManager, username: string): Promise<void> {
    await oneAtATime(tx, `directory-account:${username}`);
  }
}

const CHANGING = ['displayName', 'email', 'directoryDn', 'directoryRole', 'role', 'leftDirectoryAt'] as const;
