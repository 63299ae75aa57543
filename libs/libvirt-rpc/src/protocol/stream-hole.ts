import { struct } from '../xdr/combinators.js';
import { hyper, uint32 } from '../xdr/primitives.js';

/** The body of a packet of type 6: virNetStreamHole. */
export const streamHole = struct({ length: hyper, flags: uint32 });
