import * as z from 'zod';
import { QuotaExcess } from './quota.js';

/** Every reason the API gives for not doing something; `type` of the answer is `/problems/<code>`. */
export const ProblemCode = z.enum([
  'invalid-request',
  'malformed-request',
  'not-signed-in',
  'wrong-credentials',
  'too-many-attempts',
  'foreign-origin',
  'account-closed',
  'role-too-low',
  'scope-too-low',
  'not-found',
  'method-not-allowed',
  'precondition-failed',
  'payload-too-large',
  'headers-too-large',
  'request-too-slow',
  'unsupported-media-type',
  'range-not-satisfiable',
  'too-many-connections',
  'too-many-streams',
  'too-many-pictures',
  'too-many-consoles',
  'no-serial-line',
  'too-busy',
  'too-many-changes',
  'too-many-tokens',
  'too-many-operations',
  'too-many-restore-points',
  'quota-exceeded',
  'name-taken',
  'too-many-requests',
  'request-pending',
  'request-decided',
  'last-administrator',
  'directory-decides',
  'not-possible-now',
  'template-unavailable',
  'wrong-password',
  'database-unavailable',
  'directory-unavailable',
  'libvirt-unavailable',
  'engine-unavailable',
  'screen-unavailable',
  'creation-failed',
  'bring-back-failed',
  'backup-unusable',
  'machine-gone',
  'machine-asleep',
  'machine-paused',
  'machine-stalled',
  'machine-crashed',
  'vagrant-failed',
  'bake-failed',
  'box-refused',
  'box-not-fetched',
  'guest-not-answering',
  'guest-refused',
  'disk-not-grown',
  'no-restore-points',
  'no-such-point',
  'account-missing',
  'password-refused',
  'host-full',
  'time-out',
  'cancelled',
  'internal-error',
]);
export type ProblemCode = z.infer<typeof ProblemCode>;

/** What the sentence of a problem is made of. */
export type ProblemParams = Record<string, string | number>;

/** RFC 9457. `errors` names the fields by JSON Pointer, `exceeded` every quota rule that was broken. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().optional(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    exceeded: z.array(QuotaExcess).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
