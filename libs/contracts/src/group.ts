import * as z from 'zod';
import { AccountSource } from './account.js';
import { Id } from './id.js';
import { Role } from './session.js';
import { nameText } from './text.js';

export const GroupSource = z.enum(['manual', 'directory']).meta({ id: 'GroupSource' });
export type GroupSource = z.infer<typeof GroupSource>;

/** A class or a course. Whose source is the directory takes its name and members from there. */
export const Group = z
  .object({
    id: z.uuid(),
    name: z.string(),
    source: GroupSource,
    studentCount: z.int(),
    teacherCount: z.int(),
    vmCount: z.int(),
    runningVmCount: z.int(),
    failedVmCount: z.int(),
    /** Whether the one who asks is one of its teachers. */
    taught: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Group' });
export type Group = z.infer<typeof Group>;

const GroupName = nameText(100, 'group-name.empty');

export const CreateGroup = z.object({ name: GroupName }).meta({ id: 'CreateGroup' });
export type CreateGroup = z.infer<typeof CreateGroup>;

export const UpdateGroup = z.object({ name: GroupName }).meta({ id: 'UpdateGroup' });
export type UpdateGroup = z.infer<typeof UpdateGroup>;

/** Someone in a group, with what a teacher wants to see of them at a glance. */
export const GroupMember = z
  .object({
    user: z.object({
      id: z.uuid(),
      username: z.string(),
      displayName: z.string(),
      email: z.string().nullable(),
      role: Role,
      source: AccountSource,
      disabled: z.boolean(),
      lastSignInAt: z.iso.datetime().nullable(),
    }),
    teaches: z.boolean(),
    source: GroupSource,
    vmCount: z.int(),
    runningVmCount: z.int(),
  })
  .meta({ id: 'GroupMember' });
export type GroupMember = z.infer<typeof GroupMember>;

/** By id or by name. `teaches` is an administrator's to give. */
export const AddGroupMember = z
  .object({
    userId: Id.optional(),
    username: z.string().min(1).max(300).optional(),
    teaches: z.boolean().default(false),
  })
  .refine(({ userId, username }) => (userId === undefined) !== (username === undefined), 'member.who')
  .meta({ id: 'AddGroupMember' });
export type AddGroupMember = z.infer<typeof AddGroupMember>;

export const UpdateGroupMember = z.object({ teaches: z.boolean() }).meta({ id: 'UpdateGroupMember' });
export type UpdateGroupMember = z.infer<typeof UpdateGroupMember>;

/** A dry run says what an import would do. Columns whose name says nothing to us are refused, unless told to leave them out. */
export const ImportMembers = z.object({
  dryRun: z.stringbool().default(false),
  ignoreUnknown: z.stringbool().default(false),
});
export type ImportMembers = z.infer<typeof ImportMembers>;

/** What one line of a CSV file does, or would do. Lines count from 1, the header included. */
export const ImportedLine = z
  .object({
    line: z.int(),
    username: z.string(),
    /** The account's; null where the line is refused. */
    displayName: z.string().nullable(),
    /** `invited`: a student of others, who is asked first. */
    outcome: z.enum(['added', 'invited', 'changed', 'unchanged', 'refused']),
    /** Null where the file's word for it is not understood. */
    teaches: z.boolean().nullable(),
    /** Why it is refused, in the reader's language. */
    detail: z.string().nullable(),
  })
  .meta({ id: 'ImportedLine' });
export type ImportedLine = z.infer<typeof ImportedLine>;

/** Nothing is written when it is a dry run, or when a line is refused. */
export const MemberImport = z
  .object({ dryRun: z.boolean(), applied: z.boolean(), lines: z.array(ImportedLine) })
  .meta({ id: 'MemberImport' });
export type MemberImport = z.infer<typeof MemberImport>;
