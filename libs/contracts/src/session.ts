import * as z from 'zod';
import { Id } from './id.js';
import { Language } from './language.js';

export const Role = z.enum(['student', 'teacher', 'admin'], 'role.unknown').meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

/** A group someone is in; `teaches` tells its teachers from its students. */
export const Membership = z
  .object({ id: z.uuid(), name: z.string(), teaches: z.boolean() })
  .meta({ id: 'Membership' });
export type Membership = z.infer<typeof Membership>;

/** Who is signed in. `language` is the account's own choice, null to follow the browser. */
export const CurrentUser = z
  .object({
    id: z.uuid(),
    username: z.string(),
    displayName: z.string(),
    role: Role,
    groups: z.array(Membership),
    language: Language.nullable(),
    localAccount: z.boolean(),
  })
  .meta({ id: 'CurrentUser' });
export type CurrentUser = z.infer<typeof CurrentUser>;

/** Who is signed in, when anybody is: asked before the sign-in page too, where nobody is no error. */
export const CurrentSession = z.object({ user: CurrentUser.nullable() }).meta({ id: 'CurrentSession' });
export type CurrentSession = z.infer<typeof CurrentSession>;

/** A signed-in browser, as its owner and administrators see it. */
export const Session = z
  .object({
    id: z.uuid(),
    userId: z.uuid(),
    current: z.boolean(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

/** Whose sessions: one's own, or for administrators another's. */
export const SessionFilter = z.object({ user: Id.optional() });
export type SessionFilter = z.infer<typeof SessionFilter>;

export const SignIn = z
  .object({ username: z.string().min(1).max(300), password: z.string().min(1).max(1000) })
  .meta({ id: 'SignIn' });
export type SignIn = z.infer<typeof SignIn>;

/** A local account's new password: 10 characters at least, as the portal's own accounts guard everyone's VMs. */
export const ChangePassword = z
  .object({
    currentPassword: z.string().min(1).max(1000),
    newPassword: z.string().min(10, 'new-password.too-short').max(1000),
  })
  .meta({ id: 'ChangePassword' });
export type ChangePassword = z.infer<typeof ChangePassword>;

export const UpdatePreferences = z
  .object({ language: Language.nullable() })
  .meta({ id: 'UpdatePreferences' });
export type UpdatePreferences = z.infer<typeof UpdatePreferences>;
