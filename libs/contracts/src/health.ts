import * as z from 'zod';

export const PartState = z.enum(['ok', 'degraded', 'down']);
export type PartState = z.infer<typeof PartState>;

export const Health = z
  .object({
    status: z.enum(['ok', 'degraded', 'down']),
    parts: z.record(z.string(), z.object({ status: PartState, detail: z.string().optional() })),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof Health>;
