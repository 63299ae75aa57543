import { array, struct } from '../xdr/combinators.js';
import { int32, nothing, truthy, uhyper, uint32 } from '../xdr/primitives.js';
import { remote } from './procedure.js';
import { optionalText, text } from './shapes.js';

export const AuthType = { none: 0, sasl: 1, polkit: 2 } as const;

/** VIR_DRV_FEATURE_PROGRAM_KEEPALIVE: asking for it also tells the server that it may ping us. */
export const KEEPALIVE_FEATURE = 10;

export const ConnectFlag = { readonly: 1 } as const;

export const authList = remote('authList', 66, nothing, struct({ types: array(int32, 20) }));
export const authPolkit = remote('authPolkit', 70, nothing, struct({ complete: truthy }));
export const connectOpen = remote('connectOpen', 1, struct({ name: optionalText, flags: uint32 }), nothing);
export const connectClose = remote('connectClose', 2, nothing, nothing);
export const connectSupportsFeature = remote(
  'connectSupportsFeature',
  60,
  struct({ feature: int32 }),
  struct({ supported: truthy }),
);
export const connectGetHostname = remote('connectGetHostname', 59, nothing, struct({ hostname: text }));
export const connectGetLibVersion = remote('connectGetLibVersion', 157, nothing, struct({ version: uhyper }));
export const connectGetVersion = remote('connectGetVersion', 4, nothing, struct({ version: uhyper }));
export const connectGetCapabilities = remote('connectGetCapabilities', 7, nothing, struct({ xml: text }));
export const connectGetDomainCapabilities = remote(
  'connectGetDomainCapabilities',
  342,
  struct({
    emulator: optionalText,
    arch: optionalText,
    machine: optionalText,
    virtType: optionalText,
    flags: uint32,
  }),
  struct({ xml: text }),
);
