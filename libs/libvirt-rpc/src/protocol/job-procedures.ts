import { struct } from '../xdr/combinators.js';
import { int32, nothing, truthy, uhyper, uint32 } from '../xdr/primitives.js';
import { remote } from './procedure.js';
import { domainRef, optionalText, text } from './shapes.js';
import { typedParameters } from './typed-parameters.js';

/** libvirt's limit for the statistics of one job. */
export const JOB_STATS_MAX = 64;

const diskAndFlags = struct({ domain: domainRef, disk: text, flags: uint32 });

export const domainGetJobStats = remote(
  'domainGetJobStats',
  298,
  struct({ domain: domainRef, flags: uint32 }),
  struct({ type: int32, stats: typedParameters(JOB_STATS_MAX) }),
);
export const domainAbortJob = remote('domainAbortJob', 164, struct({ domain: domainRef }), nothing);

export const domainBlockCommit = remote(
  'domainBlockCommit',
  290,
  struct({
    domain: domainRef,
    disk: text,
    base: optionalText,
    top: optionalText,
    bandwidth: uhyper,
    flags: uint32,
  }),
  nothing,
);
export const domainGetBlockJobInfo = remote(
  'domainGetBlockJobInfo',
  238,
  diskAndFlags,
  struct({ found: truthy, type: int32, bandwidth: uhyper, current: uhyper, end: uhyper }),
);
export const domainBlockJobAbort = remote('domainBlockJobAbort', 237, diskAndFlags, nothing);

export const domainBackupBegin = remote(
  'domainBackupBegin',
  421,
  struct({ domain: domainRef, xml: text, checkpointXml: optionalText, flags: uint32 }),
  nothing,
);
export const domainBackupGetXmlDesc = remote(
  'domainBackupGetXmlDesc',
  422,
  struct({ domain: domainRef, flags: uint32 }),
  struct({ xml: text }),
);
