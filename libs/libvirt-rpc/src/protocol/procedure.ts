import type { Codec } from '../xdr/codec.js';

export const REMOTE_PROGRAM = 0x20008086;
export const QEMU_PROGRAM = 0x20008087;
export const KEEPALIVE_PROGRAM = 0x6b656570;
export const PROGRAM_VERSION = 1;

/** One remote function: what it is called in errors, its number, and what travels each way. */
export interface Procedure<Args, Result> {
  readonly name: string;
  readonly program: number;
  readonly number: number;
  readonly args: Codec<Args>;
  readonly result: Codec<Result>;
}

/** A procedure of libvirt's main program. Numbers and field order: `remote_protocol.x`. */
export function remote<Args, Result>(
  name: string,
  number: number,
  args: Codec<Args>,
  result: Codec<Result>,
): Procedure<Args, Result> {
  return { name, program: REMOTE_PROGRAM, number, args, result };
}

/** A procedure of the QEMU-only program. Numbers and field order: `qemu_protocol.x`. */
export function qemu<Args, Result>(
  name: string,
  number: number,
  args: Codec<Args>,
  result: Codec<Result>,
): Procedure<Args, Result> {
  return { name, program: QEMU_PROGRAM, number, args, result };
}
