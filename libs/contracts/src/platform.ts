import * as z from 'zod';

/** What the portal shows before anyone signs in. `fake` says that no real VM stands behind the pictures. */
export const Platform = z
  .object({
    fake: z.boolean(),
    emulated: z.boolean(),
    version: z.string(),
    /** The school's: days and end dates are its days. */
    timeZone: z.string(),
    /** How long a deleted VM waits in the bin; 0 where there is none. */
    binDays: z.int(),
  })
  .meta({ id: 'Platform' });
export type Platform = z.infer<typeof Platform>;
