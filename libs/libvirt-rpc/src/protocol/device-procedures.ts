import type { Decoded } from '../xdr/codec.js';
import { array, struct } from '../xdr/combinators.js';
import { int32, nothing, uhyper, uint32 } from '../xdr/primitives.js';
import { remote } from './procedure.js';
import { domainRef, optionalText, text } from './shapes.js';

const deviceXml = struct({ domain: domainRef, xml: text, flags: uint32 });

export const domainAttachDeviceFlags = remote('domainAttachDeviceFlags', 160, deviceXml, nothing);
export const domainDetachDeviceFlags = remote('domainDetachDeviceFlags', 161, deviceXml, nothing);
export const domainUpdateDeviceFlags = remote('domainUpdateDeviceFlags', 174, deviceXml, nothing);

export const domainBlockResize = remote(
  'domainBlockResize',
  251,
  struct({ domain: domainRef, disk: text, size: uhyper, flags: uint32 }),
  nothing,
);

const blockInfo = struct({ allocation: uhyper, capacity: uhyper, physical: uhyper });
/** Bytes: `capacity` as the guest sees it, `allocation` written so far, `physical` the size of the file. */
export type BlockInfo = Decoded<typeof blockInfo>;
export const domainGetBlockInfo = remote(
  'domainGetBlockInfo',
  194,
  struct({ domain: domainRef, path: text, flags: uint32 }),
  blockInfo,
);

const address = struct({ type: int32, address: text, prefix: uint32 });
const networkInterface = struct({ name: text, mac: optionalText, addresses: array(address, 2048) });
export const domainInterfaceAddresses = remote(
  'domainInterfaceAddresses',
  353,
  struct({ domain: domainRef, source: uint32, flags: uint32 }),
  struct({ interfaces: array(networkInterface, 2048) }),
);

export const domainScreenshot = remote(
  'domainScreenshot',
  211,
  struct({ domain: domainRef, screen: uint32, flags: uint32 }),
  struct({ mimeType: optionalText }),
);
export const domainOpenConsole = remote(
  'domainOpenConsole',
  201,
  struct({ domain: domainRef, device: optionalText, flags: uint32 }),
  nothing,
);
