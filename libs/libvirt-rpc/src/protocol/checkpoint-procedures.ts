import { struct } from '../xdr/combinators.js';
import { int32, nothing, uint32 } from '../xdr/primitives.js';
import { remote } from './procedure.js';
import { checkpointRef, domainRef, listOf, text } from './shapes.js';

const checkpoint = struct({ checkpoint: checkpointRef });
const checkpointAndFlags = struct({ checkpoint: checkpointRef, flags: uint32 });

export const domainListAllCheckpoints = remote(
  'domainListAllCheckpoints',
  413,
  struct({ domain: domainRef, needResults: int32, flags: uint32 }),
  struct({ checkpoints: listOf(checkpointRef), count: int32 }),
);
export const domainCheckpointLookupByName = remote(
  'domainCheckpointLookupByName',
  415,
  struct({ domain: domainRef, name: text, flags: uint32 }),
  checkpoint,
);
export const domainCheckpointCreateXml = remote(
  'domainCheckpointCreateXml',
  411,
  struct({ domain: domainRef, xml: text, flags: uint32 }),
  checkpoint,
);
export const domainCheckpointGetXmlDesc = remote(
  'domainCheckpointGetXmlDesc',
  412,
  checkpointAndFlags,
  struct({ xml: text }),
);
export const domainCheckpointDelete = remote('domainCheckpointDelete', 417, checkpointAndFlags, nothing);
