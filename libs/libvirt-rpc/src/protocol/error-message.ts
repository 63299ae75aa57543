import type { Decoded } from '../xdr/codec.js';
import { optional, struct } from '../xdr/combinators.js';
import { int32 } from '../xdr/primitives.js';
import { domainRef, networkRef, optionalText } from './shapes.js';

/** The body of every answer with status "error". */
export const errorMessage = struct({
  code: int32,
  domain: int32,
  message: optionalText,
  level: int32,
  unusedDomain: optional(domainRef),
  str1: optionalText,
  str2: optionalText,
  str3: optionalText,
  int1: int32,
  int2: int32,
  unusedNetwork: optional(networkRef),
});
export type LibvirtErrorDetails = Decoded<typeof errorMessage>;
