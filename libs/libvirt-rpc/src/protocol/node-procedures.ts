import { mapped } from '../xdr/codec.js';
import { array, struct } from '../xdr/combinators.js';
import { int32, nothing, uhyper, uint32 } from '../xdr/primitives.js';
import { remote } from './procedure.js';
import { text } from './shapes.js';

// `char model[32]`: XDR sends each char as a word of its own.
const model = mapped(
  struct(Object.fromEntries(Array.from({ length: 32 }, (_, index) => [`c${index}`, int32]))),
  (characters) => Buffer.from(Object.values(characters)).toString('latin1').replace(/\0.*$/s, ''),
  (name) =>
    Object.fromEntries(
      [...Buffer.alloc(32).fill(name, 0, name.length, 'latin1')].map((code, index) => [`c${index}`, code]),
    ),
);

export const nodeGetInfo = remote(
  'nodeGetInfo',
  6,
  nothing,
  struct({
    model,
    /** KiB */
    memory: uhyper,
    cpus: int32,
    mhz: int32,
    nodes: int32,
    sockets: int32,
    cores: int32,
    threads: int32,
  }),
);

const memoryStat = struct({ field: text, value: uhyper });

export const nodeGetMemoryStats = remote(
  'nodeGetMemoryStats',
  228,
  struct({ count: int32, cell: int32, flags: uint32 }),
  struct({ stats: array(memoryStat, 16), count: int32 }),
);

export const nodeGetFreeMemory = remote('nodeGetFreeMemory', 102, nothing, struct({ bytes: uhyper }));
