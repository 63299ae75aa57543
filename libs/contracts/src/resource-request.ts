import * as z from 'zod';
import { Id } from './id.js';
import { proseText } from './text.js';
import { Limits, QuotaDimension, SetLimits, Usage } from './quota.js';

export const RequestState = z
  .enum(['pending', 'approved', 'rejected', 'cancelled', 'withdrawn', 'expired'])
  .meta({ id: 'RequestState' });
export type RequestState = z.infer<typeof RequestState>;

/** Sizes for one VM, or limits of a quota: the values wished for, not what is added to them. */
export const Wish = SetLimits.refine(
  (wish) => Object.values(wish).some((amount) => typeof amount === 'number'),
  'wish.empty',
)
  .refine((wish) => Object.values(wish).every((amount) => amount !== null), 'wish.null')
  .meta({ id: 'Wish' });
export type Wish = z.infer<typeof Wish>;

const Person = z.object({ id: z.uuid(), username: z.string(), displayName: z.string() });
/** Characters of why someone asks, and of what is said to them. */
export const REASON_LENGTH = { min: 10, max: 1000 } as const;
export const COMMENT_MAX = 1000;

const Reason = proseText().min(REASON_LENGTH.min, 'reason.too-short').max(REASON_LENGTH.max, 'text.too-long');
const Comment = proseText().max(COMMENT_MAX, 'text.too-long');

/** Something that happened to a request. `by` is null when the portal did it by itself. */
export const RequestEvent = z
  .object({
    at: z.iso.datetime(),
    by: Person.nullable(),
    what: z.enum(['created', 'approved', 'rejected', 'cancelled', 'withdrawn', 'expired', 'prolonged']),
    grant: SetLimits.nullable(),
    until: z.iso.datetime().nullable(),
    comment: z.string().nullable(),
  })
  .meta({ id: 'RequestEvent' });
export type RequestEvent = z.infer<typeof RequestEvent>;

/**
 * What someone asked for: more of one VM (`vm`), or a larger quota. `takesEffect` says when a granted size is there.
 * `stays`: what is kept at the end date, as a disk only grows.
 */
export const ResourceRequest = z
  .object({
    id: z.uuid(),
    requester: Person,
    /** The classes in which the requester is a student. */
    groups: z.array(z.object({ id: z.uuid(), name: z.string() })),
    vm: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    want: SetLimits,
    reason: z.string(),
    until: z.iso.datetime().nullable(),
    /** The approved request whose end this one asks to move. */
    prolongs: z.uuid().nullable(),
    state: RequestState,
    grant: SetLimits.nullable(),
    grantedUntil: z.iso.datetime().nullable(),
    takesEffect: z.enum(['now', 'at-next-start']).nullable(),
    decidedBy: Person.nullable(),
    decidedAt: z.iso.datetime().nullable(),
    comment: z.string().nullable(),
    createdAt: z.iso.datetime(),
    stays: z.array(QuotaDimension),
    history: z.array(RequestEvent),
    /** What the requester has, for who decides. */
    usage: Usage,
    effective: Limits,
    allowedActions: z.array(z.enum(['approve', 'reject', 'cancel', 'withdraw', 'prolong'])),
  })
  .meta({ id: 'ResourceRequest' });
export type ResourceRequest = z.infer<typeof ResourceRequest>;

/** `prolongs`: the approved request whose end is to be moved. It is about what was granted then; `want` is not looked at. */
export const CreateRequest = z
  .object({
    vmId: Id.optional(),
    want: Wish,
    reason: Reason,
    until: z.iso.datetime({ offset: true }).nullable().optional(),
    prolongs: Id.optional(),
  })
  .meta({ id: 'CreateRequest' });
export type CreateRequest = z.infer<typeof CreateRequest>;

/** As asked unless said otherwise. `until: null` grants without end. */
export const ApproveRequest = z
  .object({
    grant: Wish.optional(),
    until: z.iso.datetime({ offset: true }).nullable().optional(),
    comment: Comment.optional(),
  })
  .meta({ id: 'ApproveRequest' });
export type ApproveRequest = z.infer<typeof ApproveRequest>;

export const RejectRequest = z
  .object({ comment: Comment.min(1, 'comment.empty') })
  .meta({ id: 'RejectRequest' });
export type RejectRequest = z.infer<typeof RejectRequest>;

export const WithdrawApproval = z.object({ comment: Comment.optional() }).meta({ id: 'WithdrawApproval' });
export type WithdrawApproval = z.infer<typeof WithdrawApproval>;

/** Newest first, in pages: `before` is the `createdAt` of the last one seen. */
export const RequestFilter = z.object({
  state: RequestState.optional(),
  user: Id.optional(),
  group: Id.optional(),
  vm: Id.optional(),
  before: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number<string>().int().min(1).max(500).prefault('200'),
});
export type RequestFilter = z.infer<typeof RequestFilter>;
