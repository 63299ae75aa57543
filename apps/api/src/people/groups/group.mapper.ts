import type { Group, GroupMember } from '@vm-manager/contracts';
import type { GroupRow, MemberRow } from './group.queries.js';

export function toGroup(row: GroupRow, taughtIds: readonly string[]): Group {
  return {
    id: row.id,
    name: row.name,
    source: row.source,
    studentCount: row.students,
    teacherCount: row.teachers,
    vmCount: row.vms,
    runningVmCount: row.running_vms,
    failedVmCount: row.failed_vms,
    taught: taughtIds.includes(row.id),
    createdAt: row.created_at.toISOString(),
  };
}

/** Of members who are no students, teachers see neither the last sign-in nor the VMs. */
export function toGroupMember(row: MemberRow, seesAll: boolean): GroupMember {
  const isSeen = seesAll || row.role === 'student';
  return {
    user: {
      id: row.id,
      username: row.username,
      displayName: row.display_name,
      email: row.email,
      role: row.role,
      source: row.source,
      disabled: row.disabled_at !== null,
      lastSignInAt: isSeen ? (row.last_sign_in_at?.toISOString() ?? null) : null,
    },
    teaches: row.teaches,
    source: row.membership_source,
    vmCount: isSeen ? row.vms : 0,
    runningVmCount: isSeen ? row.running_vms : 0,
  };
}
