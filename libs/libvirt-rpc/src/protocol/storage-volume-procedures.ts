import { struct } from '../xdr/combinators.js';
import { int32, nothing, uhyper, uint32 } from '../xdr/primitives.js';
import { remote } from './procedure.js';
import { poolRef, text, volumeRef } from './shapes.js';

const volume = struct({ volume: volumeRef });
const volumeAndFlags = struct({ volume: volumeRef, flags: uint32 });
const volumeRange = struct({ volume: volumeRef, offset: uhyper, length: uhyper, flags: uint32 });

export const storageVolLookupByName = remote(
  'storageVolLookupByName',
  95,
  struct({ pool: poolRef, name: text }),
  volume,
);
export const storageVolLookupByPath = remote('storageVolLookupByPath', 97, struct({ path: text }), volume);
export const storageVolGetXmlDesc = remote('storageVolGetXmlDesc', 99, volumeAndFlags, struct({ xml: text }));
export const storageVolGetInfo = remote(
  'storageVolGetInfo',
  98,
  volume,
  struct({ type: int32, capacity: uhyper, allocation: uhyper }),
);
export const storageVolCreateXml = remote(
  'storageVolCreateXml',
  93,
  struct({ pool: poolRef, xml: text, flags: uint32 }),
  volume,
);
export const storageVolCreateXmlFrom = remote(
  'storageVolCreateXmlFrom',
  125,
  struct({ pool: poolRef, xml: text, source: volumeRef, flags: uint32 }),
  volume,
);
export const storageVolDelete = remote('storageVolDelete', 94, volumeAndFlags, nothing);
export const storageVolResize = remote(
  'storageVolResize',
  260,
  struct({ volume: volumeRef, capacity: uhyper, flags: uint32 }),
  nothing,
);
export const storageVolUpload = remote('storageVolUpload', 208, volumeRange, nothing);
export const storageVolDownload = remote('storageVolDownload', 209, volumeRange, nothing);
