import * as z from 'zod';

/** What `apps/portal/build/guides.mjs` makes of the documents in docs/fr: one file for each role, with all it may read. */
export const Guide = z.object({
  name: z.string(),
  title: z.string(),
  sections: z.array(
    z.object({
      /** The anchor; empty before the first heading. */
      id: z.string(),
      level: z.union([z.literal(2), z.literal(3)]),
      title: z.string(),
      html: z.string(),
    }),
  ),
});
export type Guide = z.infer<typeof Guide>;
