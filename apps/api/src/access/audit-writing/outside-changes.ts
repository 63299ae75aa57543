import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { lockUntilEnd } from '../../foundation/database/transaction-lock.js';
import { LastRecordedEntity } from './last-recorded.entity.js';

export interface OutsideChange {
  name: string;
  change: 'added' | 'changed' | 'removed';
}

/** Finds changes that were made outside the portal, in settings and files that are read at the start. */
@Injectable()
export class OutsideChanges {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Compares each part with its last recorded fingerprint and lets `record` write the differences in the same transaction. Of
   * several processes that start together, one does it. The first time there is nothing to compare with.
   */
  async compare(
    subject: string,
    parts: Record<string, string>,
    record: (tx: EntityManager, changes: OutsideChange[]) => Promise<void>,
    now = new Date(),
  ): Promise<void> {
    const fingerprints = Object.fromEntries(
      Object.entries(parts).map(([name, text]) => [name, fingerprintOf(text)]),
    );
    await this.dataSource.transaction(async (tx) => {
      await lockUntilEnd(tx, `last-recorded:${subject}`);
      const last = await tx.findOneBy(LastRecordedEntity, { subject });
      const changes = last ? differences(last.fingerprints, fingerprints) : [];
      if (last && changes.length === 0) return;
      if (changes.length > 0) await record(tx, changes);
      await tx.upsert(LastRecordedEntity, { subject, fingerprints, at: now }, ['subject']);
    });
  }
}

export function differences(before: Record<string, string>, after: Record<string, string>): OutsideChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => ({
      name,
      change: !(name in before) ? 'added' : !(name in after) ? 'removed' : 'changed',
    }));
}

const fingerprintOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22);
