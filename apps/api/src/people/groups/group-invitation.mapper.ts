import type { GroupInvitation } from '@vm-manager/contracts';
import type { GroupInvitationEntity } from './group-invitation.entity.js';

/** Of a student of others their name is all that the teacher who invites them learns. */
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
