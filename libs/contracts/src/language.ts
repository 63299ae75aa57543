import * as z from 'zod';

/** Languages the product speaks; French first. */
export const Language = z.enum(['fr', 'en']).meta({ id: 'Language' });
export type Language = z.infer<typeof Language>;
