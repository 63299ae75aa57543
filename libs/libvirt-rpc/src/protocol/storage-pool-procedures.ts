import { struct } from '../xdr/combinators.js';
import { int32, nothing, truthy, uhyper, uint32 } from '../xdr/primitives.js';
import { remote } from './procedure.js';
import { listOf, poolRef, text, uuid, volumeRef } from './shapes.js';

const pool = struct({ pool: poolRef });
const poolAndFlags = struct({ pool: poolRef, flags: uint32 });
const xmlAndFlags = struct({ xml: text, flags: uint32 });

export const connectListAllStoragePools = remote(
  'connectListAllStoragePools',
  281,
  struct({ needResults: int32, flags: uint32 }),
  struct({ pools: listOf(poolRef), count: uint32 }),
);
export const storagePoolLookupByName = remote('storagePoolLookupByName', 84, struct({ name: text }), pool);
export const storagePoolLookupByUuid = remote('storagePoolLookupByUuid', 85, struct({ uuid }), pool);
export const storagePoolDefineXml = remote('storagePoolDefineXml', 77, xmlAndFlags, pool);
export const storagePoolCreateXml = remote('storagePoolCreateXml', 76, xmlAndFlags, pool);
export const storagePoolBuild = remote('storagePoolBuild', 79, poolAndFlags, nothing);
export const storagePoolCreate = remote('storagePoolCreate', 78, poolAndFlags, nothing);
export const storagePoolDestroy = remote('storagePoolDestroy', 80, pool, nothing);
export const storagePoolUndefine = remote('storagePoolUndefine', 82, pool, nothing);
export const storagePoolDelete = remote('storagePoolDelete', 81, poolAndFlags, nothing);
export const storagePoolSetAutostart = remote(
  'storagePoolSetAutostart',
  90,
  struct({ pool: poolRef, autostart: truthy }),
  nothing,
);
export const storagePoolRefresh = remote('storagePoolRefresh', 83, poolAndFlags, nothing);
export const storagePoolGetXmlDesc = remote('storagePoolGetXmlDesc', 88, poolAndFlags, struct({ xml: text }));
export const storagePoolGetInfo = remote(
  'storagePoolGetInfo',
  87,
  pool,
  struct({ state: uint32, capacity: uhyper, allocation: uhyper, available: uhyper }),
);
export const storagePoolIsActive = remote('storagePoolIsActive', 154, pool, struct({ active: truthy }));
export const storagePoolListAllVolumes = remote(
  'storagePoolListAllVolumes',
  282,
  struct({ pool: poolRef, needResults: int32, flags: uint32 }),
  struct({ volumes: listOf(volumeRef), count: uint32 }),
);
