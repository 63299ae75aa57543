import * as z from 'zod';

/** Why someone is told something. */
export const NoticeKind = z
  .enum([
    'request-created',
    'request-approved',
    'request-rejected',
    'request-cancelled',
    'request-withdrawn',
    'request-expiring',
    'request-expired',
    'size-at-next-start',
    'account-password',
    'vm-password',
    'evaluation-ending',
    'vm-brought-back',
    'vm-leaving-bin',
    'vm-clearing',
    'help-asked',
    'series-vm',
    'group-invited',
    'group-invitation-accepted',
    'group-invitation-declined',
    'group-added',
    'group-removed',
    'directory-limited',
    'directory-failed',
    'weekly-bake-failed',
    'box-evaluation-ending',
  ])
  .meta({ id: 'NoticeKind' });
export type NoticeKind = z.infer<typeof NoticeKind>;

/** `text` is the whole sentence in the reader's language; `link` a place in the portal. */
export const Notice = z
  .object({
    id: z.uuid(),
    kind: NoticeKind,
    text: z.string(),
    link: z.string().nullable(),
    createdAt: z.iso.datetime(),
    readAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Notice' });
export type Notice = z.infer<typeof Notice>;

/** Newest first, in pages: `before` is the `createdAt` of the last one seen. */
export const NoticeFilter = z.object({
  unread: z.stringbool().optional(),
  before: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number<string>().int().min(1).max(200).prefault('50'),
});
export type NoticeFilter = z.infer<typeof NoticeFilter>;
