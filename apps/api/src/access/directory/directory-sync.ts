import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditTrail } from '../audit-trail/audit-trail.js';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { SKEW_MS } from '../../foundation/database/lately.js';
import { Routines } from '../../foundation/database/routines.js';
import { messageForLog } from '../../foundation/logging/error-for-log.js';
import { UserEntity } from '../identity/user.entity.js';
import { ClassMemberships } from './class-memberships.js';
import { AccountMatches } from './account-matches.js';
import { DirectoryRecords } from './directory-records.js';
import { DirectoryState } from './directory-state.js';
import { DirectorySyncEntity } from './directory-sync.entity.js';
import { Directory, type DirectorySnapshot } from './directory.js';
import { isUpToDate } from './is-up-to-date.js';

const LOOK_EVERY_MS = 60_000;
const WITHIN_MS = 120_000;

/** Compares the accounts and classes that we know with the directory, now and then, in one process at a time. */
@Injectable()
export class DirectorySync implements OnApplicationBootstrap {
  private readonly logger = new Logger(DirectorySync.name);
  private readonly everyMs: number;

  constructor(
    @Inject(Directory) private readonly directory: Directory | null,
    @Inject(ENVIRONMENT) environment: Environment,
    private readonly dataSource: DataSource,
    private readonly routines: Routines,
    private readonly records: DirectoryRecords,
    private readonly memberships: ClassMemberships,
    private readonly audit: AuditTrail,
    private readonly state: DirectoryState,
  ) {
    this.everyMs = (environment.directory?.syncMinutes ?? 0) * 60_000;
  }

  onApplicationBootstrap(): void {
    const { directory } = this;
    if (!directory || this.everyMs === 0) return;
    const when = { everyMs: Math.min(this.everyMs, LOOK_EVERY_MS), lock: 'directory-sync' };
    this.routines.start(DirectorySync.name, when, (signal) => this.compareIfDue(directory, signal));
  }

  private async compareIfDue(directory: Directory, signal: AbortSignal): Promise<void> {
    try {
      if (!(await this.isDue(new Date()))) return;
      const { isLimited } = await this.compare(directory, signal);
      await this.state.compared(isLimited);
    } catch (error) {
      if (signal.aborted) return;
      // Nothing was changed by what was not read completely; the next time may do better.
      await this.state.failed(error);
      this.logger.warn(`Not compared with the directory: ${messageForLog(error)}`);
    }
  }

  private async isDue(now: Date): Promise<boolean> {
    const repository = this.dataSource.getRepository(DirectorySyncEntity);
    const last = await repository.findOneBy({ onlyOne: true });
    // A tick may come a moment early.
    const since = last ? now.getTime() - last.startedAt.getTime() : Infinity;
    // What began in the future was noted while the clock was wrong.
    const isDue = since >= this.everyMs * 0.9 || since < -SKEW_MS;
    if (isDue) await repository.save({ onlyOne: true, startedAt: now });
    return isDue;
  }

  private async compare(directory: Directory, stop: AbortSignal): Promise<DirectorySnapshot> {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(WITHIN_MS)]);
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
        // Nobody is put out by a list alone: pages may end early, and rights hide a part of it.
        await this.records.leave(user.id);
        left += 1;
      }
    }
    await this.report({ newClasses, changed, left });
    return snapshot;
  }

  private makeClasses({ classes }: DirectorySnapshot): Promise<number> {
    return this.dataSource.transaction(async (tx) => {
      const before = await this.memberships.countGroups(tx);
      await this.memberships.ensureGroups(tx, classes);
      return (await this.memberships.countGroups(tx)) - before;
    });
  }

  private async report(counts: { newClasses: number; changed: number; left: number }): Promise<void> {
    if (Object.values(counts).every((count) => count === 0)) return;
    await this.audit.record(this.dataSource.manager, null, { action: 'directory.sync', details: counts });
  }
}
