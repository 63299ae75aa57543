import type { Decoded } from '../xdr/codec.js';
import { array, struct } from '../xdr/combinators.js';
import { hyper, int32, nothing, truthy, uint32 } from '../xdr/primitives.js';
import { remote } from './procedure.js';
import { listOf, networkRef, optionalText, text, uuid } from './shapes.js';

const network = struct({ network: networkRef });

export const connectListAllNetworks = remote(
  'connectListAllNetworks',
  283,
  struct({ needResults: int32, flags: uint32 }),
  struct({ networks: listOf(networkRef), count: uint32 }),
);
export const networkLookupByName = remote('networkLookupByName', 46, struct({ name: text }), network);
export const networkLookupByUuid = remote('networkLookupByUuid', 47, struct({ uuid }), network);
export const networkDefineXml = remote('networkDefineXml', 41, struct({ xml: text }), network);
export const networkCreateXml = remote('networkCreateXml', 40, struct({ xml: text }), network);
export const networkCreate = remote('networkCreate', 39, network, nothing);
export const networkDestroy = remote('networkDestroy', 42, network, nothing);
export const networkUndefine = remote('networkUndefine', 49, network, nothing);
export const networkGetAutostart = remote('networkGetAutostart', 44, network, struct({ autostart: truthy }));
export const networkSetAutostart = remote(
  'networkSetAutostart',
  48,
  struct({ network: networkRef, autostart: truthy }),
  nothing,
);
export const networkGetXmlDesc = remote(
  'networkGetXmlDesc',
  43,
  struct({ network: networkRef, flags: uint32 }),
  struct({ xml: text }),
);
export const networkIsActive = remote('networkIsActive', 152, network, struct({ active: truthy }));

const lease = struct({
  interface: text,
  expiryTime: hyper,
  type: int32,
  mac: optionalText,
  iaid: optionalText,
  address: text,
  prefix: uint32,
  hostname: optionalText,
  clientId: optionalText,
});
/** `expiryTime` in seconds since 1970, 0 for never; `type` 0 is IPv4, 1 is IPv6. */
export type DhcpLease = Decoded<typeof lease>;
export const networkGetDhcpLeases = remote(
  'networkGetDhcpLeases',
  341,
  struct({ network: networkRef, mac: optionalText, needResults: int32, flags: uint32 }),
  struct({ leases: array(lease, 65_536), count: uint32 }),
);
