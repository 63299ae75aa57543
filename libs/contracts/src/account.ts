import * as z from 'zod';
import { Id } from './id.js';
import { Membership, Role } from './session.js';
import { nameText } from './text.js';

/** Who checks the password: us, or the school's directory. */
export const AccountSource = z.enum(['local', 'directory']).meta({ id: 'AccountSource' });
export type AccountSource = z.infer<typeof AccountSource>;

/**
 * Someone who may sign in, as administrators see them (teachers: their students). `roleSetByHand`: an administrator
 * chose the role, and the directory no longer changes it. `leftDirectoryAt`: the directory no longer knows them.
 */
export const Account = z
  .object({
    id: z.uuid(),
    username: z.string(),
    displayName: z.string(),
    email: z.string().nullable(),
    role: Role,
    roleSetByHand: z.boolean(),
    source: AccountSource,
    disabled: z.boolean(),
    leftDirectoryAt: z.iso.datetime().nullable(),
    groups: z.array(Membership),
    vmCount: z.int(),
    createdAt: z.iso.datetime(),
    lastSignInAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Account' });
export type Account = z.infer<typeof Account>;

/** Filters of the list, which comes in pages; the answer's `X-Total-Count` says how many there are in all. */
export const AccountFilter = z.object({
  search: z.string().max(200).optional(),
  role: Role.optional(),
  source: AccountSource.optional(),
  state: z.enum(['active', 'disabled', 'left']).optional(),
  group: Id.optional(),
  sort: z.enum(['username', 'displayName', 'lastSignInAt', 'createdAt']).default('username'),
  order: z.enum(['asc', 'desc']).default('asc'),
  offset: z.coerce.number<string>().int().min(0).prefault('0'),
  limit: z.coerce.number<string>().int().min(1).max(1000).prefault('100'),
});
export type AccountFilter = z.infer<typeof AccountFilter>;

/** A local account's name, kept in lower case. */
export const Username = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, { error: 'username.empty', abort: true })
  .regex(/^[a-z0-9][a-z0-9._@-]{0,63}$/, 'username.characters')
  .meta({ id: 'Username' });
export type Username = z.infer<typeof Username>;

export const Email = z.email().max(254);
export const DisplayName = nameText(200, 'display-name.empty');
const LocalPassword = z.string().min(10, 'new-password.too-short').max(1000);

/** A new local account. */
export const CreateAccount = z
  .object({
    username: Username,
    displayName: DisplayName,
    email: Email.nullable().optional(),
    role: Role.default('student'),
    password: LocalPassword,
  })
  .meta({ id: 'CreateAccount' });
export type CreateAccount = z.infer<typeof CreateAccount>;

/** What an administrator changes. `role: null` gives the decision back to the directory. */
export const UpdateAccount = z
  .object({
    displayName: DisplayName.optional(),
    email: Email.nullable().optional(),
    role: Role.nullable().optional(),
    disabled: z.boolean().optional(),
    password: LocalPassword.optional(),
  })
  .meta({ id: 'UpdateAccount' });
export type UpdateAccount = z.infer<typeof UpdateAccount>;

/** A dry run says what an import would do. Columns whose name says nothing to us are refused, unless told to leave them out. */
export const ImportAccounts = z.object({
  dryRun: z.stringbool().default(false),
  ignoreUnknown: z.stringbool().default(false),
});
export type ImportAccounts = z.infer<typeof ImportAccounts>;

/** What one line of a CSV file does, or would do. Lines count from 1, the header included. */
export const ImportedAccount = z
  .object({
    line: z.int(),
    username: z.string(),
    /** What the account is called: as it is now, or as the file says. */
    displayName: z.string(),
    /** Null where the file's word for it is not understood. */
    role: Role.nullable(),
    /** Into which it is put: names, none for an account that is there already. */
    groups: z.array(z.string()),
    outcome: z.enum(['created', 'unchanged', 'refused']),
    /** Of an account that was made just now: it is kept nowhere, and told this once. */
    password: z.string().nullable(),
    /** Why it is refused, in the reader's language. */
    detail: z.string().nullable(),
  })
  .meta({ id: 'ImportedAccount' });
export type ImportedAccount = z.infer<typeof ImportedAccount>;

/** Nothing is written when it is a dry run, or when a line is refused. */
export const AccountImport = z
  .object({ dryRun: z.boolean(), applied: z.boolean(), lines: z.array(ImportedAccount) })
  .meta({ id: 'AccountImport' });
export type AccountImport = z.infer<typeof AccountImport>;
