import * as z from 'zod';

/** One line of the doctor's list: what is wrong, and what mends it. */
export const PlatformCheck = z
  .object({
    /** For machines; never translated. */
    name: z.string(),
    title: z.string(),
    /** `not-examined` where something else has to be right before. */
    status: z.enum(['ok', 'wrong', 'not-examined']),
    detail: z.string(),
    /** A command, wherever one helps. */
    mend: z.string().nullable(),
  })
  .meta({ id: 'PlatformCheck' });
export type PlatformCheck = z.infer<typeof PlatformCheck>;

/** How a request reaches us, for who sent it: address and port of the client, as far as proxies that are trusted tell it. */
export const SeenClient = z
  .object({
    address: z.string(),
    /** Of the connection; null on a Unix socket. */
    port: z.int().nullable(),
    isForwarded: z.boolean(),
    isProxyTrusted: z.boolean(),
  })
  .meta({ id: 'SeenClient' });
export type SeenClient = z.infer<typeof SeenClient>;
