import * as z from 'zod';

/** A teacher wants a student of others in a class: the student is in it, with what that lets the teacher do, once they accept. */
export const GroupInvitation = z
  .object({
    id: z.uuid(),
    group: z.object({ id: z.uuid(), name: z.string() }),
    user: z.object({ id: z.uuid(), username: z.string(), displayName: z.string() }),
    /** Null when that account is gone. */
    invitedBy: z.object({ id: z.uuid(), displayName: z.string() }).nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'GroupInvitation' });
export type GroupInvitation = z.infer<typeof GroupInvitation>;
