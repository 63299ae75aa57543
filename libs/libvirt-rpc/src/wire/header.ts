import { XdrError } from '../xdr/xdr-error.js';

/** Length word, then six words: program, version, procedure, type, serial, status. */
export const HEADER_BYTES = 28;

/** libvirt refuses a bigger packet (length word not counted). */
export const MAX_PACKET_BYTES = 33_554_432;

/** What a peer of any age accepts as one piece of stream data. */
export const MAX_STREAM_CHUNK_BYTES = 262_120;

export const MessageType = { call: 0, reply: 1, event: 2, stream: 3, streamHole: 6 } as const;
export const MessageStatus = { ok: 0, error: 1, continue: 2 } as const;

export interface PacketHeader {
  readonly program: number;
  readonly version: number;
  readonly procedure: number;
  readonly type: number;
  readonly serial: number;
  readonly status: number;
}

export interface Packet {
  readonly header: PacketHeader;
  readonly body: Buffer;
}

const EMPTY = Buffer.alloc(0);

/** Throws XdrError when the packet would be larger than libvirt accepts. */
export function encodePacket(header: PacketHeader, body: Buffer = EMPTY): Buffer {
  const length = HEADER_BYTES + body.length;
  if (length - 4 > MAX_PACKET_BYTES)
    throw new XdrError(`packet of ${length} bytes, libvirt takes ${MAX_PACKET_BYTES}`);
  const packet = Buffer.allocUnsafe(length);
  const words = [
    length,
    header.program,
    header.version,
    header.procedure,
    header.type,
    header.serial,
    header.status,
  ];
  words.forEach((word, index) => packet.writeUInt32BE(word, index * 4));
  body.copy(packet, HEADER_BYTES);
  return packet;
}

/** Writes the serial into a packet that was encoded before it had one. */
export function stampSerial(packet: Buffer, serial: number): Buffer {
  packet.writeUInt32BE(serial, 20);
  return packet;
}

/** Splits a whole packet, length word included. The body shares the packet's memory. */
export function decodePacket(packet: Buffer): Packet {
  const header: PacketHeader = {
    program: packet.readUInt32BE(4),
    version: packet.readUInt32BE(8),
    procedure: packet.readUInt32BE(12),
    type: packet.readUInt32BE(16),
    serial: packet.readUInt32BE(20),
    status: packet.readUInt32BE(24),
  };
  return { header, body: packet.subarray(HEADER_BYTES) };
}
