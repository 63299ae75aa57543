import { struct } from '../xdr/combinators.js';
import { int32, nothing, truthy, uint32 } from '../xdr/primitives.js';
import { remote } from './procedure.js';
import { domainRef, listOf, snapshotRef, text } from './shapes.js';

const snapshot = struct({ snapshot: snapshotRef });
const snapshotAndFlags = struct({ snapshot: snapshotRef, flags: uint32 });

export const domainListAllSnapshots = remote(
  'domainListAllSnapshots',
  274,
  struct({ domain: domainRef, needResults: int32, flags: uint32 }),
  struct({ snapshots: listOf(snapshotRef), count: int32 }),
);
export const domainSnapshotLookupByName = remote(
  'domainSnapshotLookupByName',
  189,
  struct({ domain: domainRef, name: text, flags: uint32 }),
  snapshot,
);
export const domainSnapshotCreateXml = remote(
  'domainSnapshotCreateXml',
  185,
  struct({ domain: domainRef, xml: text, flags: uint32 }),
  snapshot,
);
export const domainSnapshotGetXmlDesc = remote(
  'domainSnapshotGetXmlDesc',
  186,
  snapshotAndFlags,
  struct({ xml: text }),
);
export const domainHasCurrentSnapshot = remote(
  'domainHasCurrentSnapshot',
  190,
  struct({ domain: domainRef, flags: uint32 }),
  struct({ has: truthy }),
);
export const domainSnapshotCurrent = remote(
  'domainSnapshotCurrent',
  191,
  struct({ domain: domainRef, flags: uint32 }),
  snapshot,
);
export const domainRevertToSnapshot = remote('domainRevertToSnapshot', 192, snapshotAndFlags, nothing);
export const domainSnapshotDelete = remote('domainSnapshotDelete', 193, snapshotAndFlags, nothing);
