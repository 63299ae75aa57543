import * as z from 'zod';

/** `limited`: the server does not give all at once, known accounts are asked for one by one; `failed`: nothing is compared. */
export const DirectoryTroubleKind = z.enum(['limited', 'failed']).meta({ id: 'DirectoryTroubleKind' });
export type DirectoryTroubleKind = z.infer<typeof DirectoryTroubleKind>;

/** How the comparison of the accounts with the school's directory goes; both null where there is none, or none yet. */
export const DirectoryStatus = z
  .object({
    comparedAt: z.iso.datetime().nullable(),
    trouble: z
      .object({ kind: DirectoryTroubleKind, since: z.iso.datetime(), detail: z.string().nullable() })
      .nullable(),
  })
  .meta({ id: 'DirectoryStatus' });
export type DirectoryStatus = z.infer<typeof DirectoryStatus>;

/** Why the directory does not let someone in who is known to it. */
export const ClosedReason = z.enum([
  'disabled',
  'expired',
  'locked',
  'not-now',
  'password-expired',
  'password-must-change',
]);
export type ClosedReason = z.infer<typeof ClosedReason>;
