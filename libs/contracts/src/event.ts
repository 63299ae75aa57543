import * as z from 'zod';
import { Job } from './job.js';
import { Notice } from './notice.js';
import { QuotaChange } from './quota.js';
import { ResourceRequest } from './resource-request.js';
import { Vm } from './vm.js';

/** A VM that the reader saw and that is gone, or no longer theirs to see. */
export const VmGone = z.object({ id: z.uuid(), gone: z.literal(true) }).meta({ id: 'VmGone' });
export type VmGone = z.infer<typeof VmGone>;

/** A piece of a job's log; `offset` is the length in characters of the log before it, `vmId` as in the job. */
export const LogChunk = z
  .object({ jobId: z.uuid(), vmId: z.uuid().nullable(), offset: z.int(), text: z.string() })
  .meta({ id: 'LogChunk' });
export type LogChunk = z.infer<typeof LogChunk>;

/** That a screen which the reader looks at (`GET /api/vms/{id}/screenshot`) shows something else than before; ask for it again. */
export const ScreenVersion = z.object({ vmId: z.uuid(), version: z.string() }).meta({ id: 'ScreenVersion' });
export type ScreenVersion = z.infer<typeof ScreenVersion>;

/** What `GET /api/events` sends: the `event:` field names the key, `data:` holds the JSON. */
export const EventData = {
  vm: z.union([VmGone, Vm]),
  job: Job,
  log: LogChunk,
  request: ResourceRequest,
  notice: Notice,
  quota: QuotaChange,
  picture: ScreenVersion,
  /** That the templates, or what someone sees of them, are others than before; ask again. */
  template: z.object({}),
};
export type EventKind = keyof typeof EventData;
