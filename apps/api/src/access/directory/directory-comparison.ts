import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../audit-writing/audit-writer.js';
import { UserEntity } from '../identity/user.entity.js';
import { AccountMatches } from './account-matches.js';
import { ClassMemberships } from './class-memberships.js';
import { DirectoryRecords } from './directory-records.js';
import type { Directory, DirectorySnapshot } from './directory.js';
import { isUpToDate } from './is-up-to-date.js';

/** Compares our accounts and classes with the directory, and writes what differs into our records. */
@Injectable()
export class DirectoryComparison {
  constructor(
    private readonly dataSource: DataSource,
    private readonly records: DirectoryRecords,
    private readonly memberships: ClassMemberships,
    private readonly audit: AuditWriter,
  ) {}

  /** Rejects, with nothing changed, when the directory does not answer completely or cannot be believed. */
  async run(directory: Directory, signal: AbortSignal): Promise<DirectorySnapshot> {
    const users = await this.dataSource.getRepository(UserEntity).findBy({ source: 'directory' });
    const snapshot = await directory.snapshot(users, signal);
    const matches = new AccountMatches(users, snapshot.accounts);
    matches.throwUnlessBelievable();
    const newClasses = await this.makeClasses(snapshot);
    const memberships = await this.memberships.ofAll(this.dataSource.manager);
    let changed = 0;
    let left = 0;
    for (const user of users) {
      signal.throwIfAborted();
      const account = matches.of(user);
      if (account === 'unclear') continue;
      if (account?.mayEnter) {
        if (isUpToDate(user, account, memberships.get(user.id) ?? [])) continue;
        changed += Number(await this.records.refresh(user.id, account));
      } else if (!user.leftDirectoryAt && !(await directory.lookUp(user, signal))?.mayEnter) {
        // A list alone proves nothing: it may end early, and the service account may not see all of it.
        await this.records.leave(user.id);
        left += 1;
      }
    }
    await this.record({ newClasses, changed, left });
    return snapshot;
  }

  private makeClasses({ classes }: DirectorySnapshot): Promise<number> {
    return this.dataSource.transaction(async (tx) => {
      const before = await this.memberships.countGroups(tx);
      await this.memberships.ensureGroups(tx, classes);
      return (await this.memberships.countGroups(tx)) - before;
    });
  }

  private async record(counts: { newClasses: number; changed: number; left: number }): Promise<void> {
    if (Object.values(counts).every((count) => count === 0)) return;
    await this.audit.record(this.dataSource.manager, null, { action: 'directory.sync', details: counts });
  }
}
