import { array, struct } from '../xdr/combinators.js';
import type { Decoded } from '../xdr/codec.js';
import { int32, nothing, truthy, uhyper, uint32, uint64 } from '../xdr/primitives.js';
import { remote } from './procedure.js';
import { domainRef, listOf, optionalText, text, uuid } from './shapes.js';
import { typedParameters } from './typed-parameters.js';

const domain = struct({ domain: domainRef });
const domainAndFlags = struct({ domain: domainRef, flags: uint32 });
const xmlAndFlags = struct({ xml: text, flags: uint32 });

export const connectListAllDomains = remote(
  'connectListAllDomains',
  273,
  struct({ needResults: int32, flags: uint32 }),
  struct({ domains: listOf(domainRef), count: uint32 }),
);
export const domainLookupByUuid = remote('domainLookupByUuid', 24, struct({ uuid }), domain);
export const domainLookupByName = remote('domainLookupByName', 23, struct({ name: text }), domain);
export const domainGetXmlDesc = remote('domainGetXmlDesc', 14, domainAndFlags, struct({ xml: text }));
export const domainDefineXmlFlags = remote('domainDefineXmlFlags', 350, xmlAndFlags, domain);
export const domainCreateXml = remote('domainCreateXml', 10, xmlAndFlags, domain);
export const domainUndefineFlags = remote('domainUndefineFlags', 231, domainAndFlags, nothing);
export const domainRename = remote(
  'domainRename',
  358,
  struct({ domain: domainRef, newName: optionalText, flags: uint32 }),
  struct({ result: int32 }),
);

export const domainCreateWithFlags = remote('domainCreateWithFlags', 196, domainAndFlags, domain);
export const domainShutdownFlags = remote('domainShutdownFlags', 258, domainAndFlags, nothing);
export const domainReboot = remote('domainReboot', 27, domainAndFlags, nothing);
export const domainDestroyFlags = remote('domainDestroyFlags', 234, domainAndFlags, nothing);
export const domainReset = remote('domainReset', 245, domainAndFlags, nothing);
export const domainSuspend = remote('domainSuspend', 34, domain, nothing);
export const domainResume = remote('domainResume', 28, domain, nothing);
export const domainPmWakeup = remote('domainPmWakeup', 267, domainAndFlags, nothing);
export const domainManagedSave = remote('domainManagedSave', 182, domainAndFlags, nothing);
export const domainManagedSaveRemove = remote('domainManagedSaveRemove', 184, domainAndFlags, nothing);
export const domainHasManagedSaveImage = remote(
  'domainHasManagedSaveImage',
  183,
  domainAndFlags,
  struct({ has: truthy }),
);

export const domainGetState = remote(
  'domainGetState',
  212,
  domainAndFlags,
  struct({ state: int32, reason: int32 }),
);
export const domainGetInfo = remote(
  'domainGetInfo',
  16,
  domain,
  struct({ state: uint32, maxMemory: uhyper, memory: uhyper, vcpus: uint32, cpuTime: uint64 }),
);
export const domainIsActive = remote('domainIsActive', 150, domain, struct({ active: truthy }));
export const domainIsPersistent = remote('domainIsPersistent', 151, domain, struct({ persistent: truthy }));
export const domainGetAutostart = remote('domainGetAutostart', 15, domain, struct({ autostart: truthy }));
export const domainSetAutostart = remote(
  'domainSetAutostart',
  29,
  struct({ domain: domainRef, autostart: truthy }),
  nothing,
);

const statsRecord = struct({ domain: domainRef, stats: typedParameters(262_144) });
export type DomainStats = Decoded<typeof statsRecord>;
export const connectGetAllDomainStats = remote(
  'connectGetAllDomainStats',
  344,
  struct({ domains: listOf(domainRef), stats: uint32, flags: uint32 }),
  struct({ records: listOf(statsRecord) }),
);

export const domainSetMemoryFlags = remote(
  'domainSetMemoryFlags',
  204,
  struct({ domain: domainRef, memory: uhyper, flags: uint32 }),
  nothing,
);
/** In seconds; 0 ends the reports. */
export const domainSetMemoryStatsPeriod = remote(
  'domainSetMemoryStatsPeriod',
  308,
  struct({ domain: domainRef, period: int32, flags: uint32 }),
  nothing,
);
export const domainSetVcpusFlags = remote(
  'domainSetVcpusFlags',
  199,
  struct({ domain: domainRef, vcpus: uint32, flags: uint32 }),
  nothing,
);

export const domainSetMetadata = remote(
  'domainSetMetadata',
  264,
  struct({
    domain: domainRef,
    type: int32,
    metadata: optionalText,
    key: optionalText,
    uri: optionalText,
    flags: uint32,
  }),
  nothing,
);
export const domainGetMetadata = remote(
  'domainGetMetadata',
  265,
  struct({ domain: domainRef, type: int32, uri: optionalText, flags: uint32 }),
  struct({ metadata: text }),
);

export const domainSendKey = remote(
  'domainSendKey',
  226,
  struct({
    domain: domainRef,
    codeset: uint32,
    holdTime: uint32,
    keycodes: array(uint32, 16),
    flags: uint32,
  }),
  nothing,
);
