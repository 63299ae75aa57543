import type { AccountSource, GroupSource, Role } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { folded } from '../../foundation/database/folded.js';
import { VMS_PER_OWNER } from '../../machines/vms/vms-per-owner.js';

export interface GroupRow {
  id: string;
  name: string;
  source: GroupSource;
  created_at: Date;
  students: number;
  teachers: number;
  vms: number;
  running_vms: number;
  failed_vms: number;
}

export interface MemberRow {
  id: string;
  username: string;
  display_name: string;
  email: string | null;
  role: Role;
  source: AccountSource;
  disabled_at: Date | null;
  last_sign_in_at: Date | null;
  teaches: boolean;
  membership_source: GroupSource;
  vms: number;
  running_vms: number;
}

/** These groups, or all; `vms` counts those of their students. */
export const groupRows = (manager: EntityManager, ids: readonly string[] | null): Promise<GroupRow[]> =>
  manager.query(
    `SELECT g.id, g.name, g.source, g.created_at,
        count(m.user_id) FILTER (WHERE NOT m.teaches)::int AS students,
        count(m.user_id) FILTER (WHERE m.teaches)::int AS teachers,
        coalesce(sum(v.vms) FILTER (WHERE NOT m.teaches), 0)::int AS vms,
        coalesce(sum(v.running) FILTER (WHERE NOT m.teaches), 0)::int AS running_vms,
        coalesce(sum(v.failed) FILTER (WHERE NOT m.teaches), 0)::int AS failed_vms
      FROM groups g
        LEFT JOIN group_members m ON m.group_id = g.id
        LEFT JOIN (${VMS_PER_OWNER}) v ON v.owner_id = m.user_id
      WHERE $1::uuid[] IS NULL OR g.id = ANY($1)
      GROUP BY g.id ORDER BY ${folded('g.name')}, g.id`,
    [ids],
  );

/** Teachers first. */
export const memberRows = (manager: EntityManager, groupId: string): Promise<MemberRow[]> =>
  manager.query(
    `SELECT u.id, u.username, u.display_name, u.email, u.role, u.source, u.disabled_at, u.last_sign_in_at,
        m.teaches, m.source AS membership_source,
        coalesce(v.vms, 0)::int AS vms, coalesce(v.running, 0)::int AS running_vms
      FROM group_members m JOIN users u ON u.id = m.user_id
        LEFT JOIN (${VMS_PER_OWNER}) v ON v.owner_id = u.id
      WHERE m.group_id = $1 ORDER BY m.teaches DESC, u.username`,
    [groupId],
  );
