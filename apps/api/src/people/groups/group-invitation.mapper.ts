import type { GroupInvitation } from '@vm-manager/contracts';
import type { GroupInvitationEntity } from './group-invitation.entity.js';

/** The inviting teacher learns only the name of another teacher's student. */
export function toGroupInvitation({
  id,
  group,
  user,
  invitedBy,
  createdAt,
}: GroupInvitationEntity): GroupInvitation {
  return {
    id,
    group: { id: group.id, name: group.name },
    user: { id: user.id, username: user.username, displayName: user.displayName },
    invitedBy: invitedBy && { id: invitedBy.id, displayName: invitedBy.displayName },
    createdAt: createdAt.toISOString(),
  };
}
