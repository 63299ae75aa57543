import * as z from 'zod';
import { Id } from './id.js';
import { nameText } from './text.js';

/** What a token may do, each more than the one before; never more than its owner. */
export const TokenScope = z.enum(['read', 'operate', 'administer']).meta({ id: 'TokenScope' });
export type TokenScope = z.infer<typeof TokenScope>;

/** A personal access token as it is listed: its secret is nowhere. */
export const AccessToken = z
  .object({
    id: z.uuid(),
    name: z.string(),
    scope: TokenScope,
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'AccessToken' });
export type AccessToken = z.infer<typeof AccessToken>;

/** Whose tokens: one's own, or for administrators another's. */
export const AccessTokenFilter = z.object({ user: Id.optional() });
export type AccessTokenFilter = z.infer<typeof AccessTokenFilter>;

/** 30 days unless said otherwise, a year at most. */
export const CreateAccessToken = z
  .object({
    name: nameText(100, 'token-name.empty'),
    scope: TokenScope,
    expiresInDays: z.int().min(1, 'token.days').max(366, 'token.days').default(30),
  })
  .meta({ id: 'CreateAccessToken' });
export type CreateAccessToken = z.infer<typeof CreateAccessToken>;

/** The only time that the secret is shown: `Authorization: Bearer <token>`. */
export const NewAccessToken = AccessToken.extend({ token: z.string() }).meta({ id: 'NewAccessToken' });
export type NewAccessToken = z.infer<typeof NewAccessToken>;
