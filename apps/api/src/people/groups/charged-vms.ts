import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EventLog } from '../../messages/events/event-log.js';

interface ChargedVm {
  id: string;
  owner_id: string;
}

/** The VMs that count against a group's budget. */
@Injectable()
export class ChargedVms {
  constructor(private readonly events: EventLog) {}

  /** Charges them to no group; resolves with how many they were. VMs before the group: so does who starts one. */
  async release(tx: EntityManager, groupId: string): Promise<number> {
    const [vms] = await tx.query<[ChargedVm[], number]>(
      'UPDATE vms SET group_id = NULL WHERE group_id = $1 RETURNING id, owner_id',
      [groupId],
    );
    await tx.query('UPDATE quota_charges SET group_id = NULL WHERE group_id = $1', [groupId]);
    for (const { id: subjectId, owner_id: ownerId } of vms)
      await this.events.record(tx, { kind: 'vm', subjectId, ownerId });
    return vms.length;
  }
}
