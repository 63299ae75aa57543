import { XdrError } from '../xdr/xdr-error.js';
import { HEADER_BYTES, MAX_PACKET_BYTES, decodePacket, type Packet } from './header.js';

/** Cuts a byte stream into packets, however the socket fragments or joins them. */
export class PacketFramer {
  // Chunks are kept apart until a packet is whole: joining at each arrival would be quadratic,
  // and reserving what the length word announces would let a peer allocate for us.
  #chunks: Buffer[] = [];
  #buffered = 0;

  /** Every packet that is complete now. Throws XdrError on an impossible length; the stream is then lost. */
  push(chunk: Buffer): Packet[] {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    const packets: Packet[] = [];
    for (let length = this.#nextLength(); length !== undefined; length = this.#nextLength()) {
      packets.push(decodePacket(this.#take(length)));
    }
    return packets;
  }

  #nextLength(): number | undefined {
    if (this.#buffered < 4) return undefined;
    const length = this.#peek(4).readUInt32BE(0);
    if (length < HEADER_BYTES || length - 4 > MAX_PACKET_BYTES) throw new XdrError(`packet length ${length}`);
    return length <= this.#buffered ? length : undefined;
  }

  #peek(length: number): Buffer {
    const [first] = this.#chunks;
    if (first && first.length >= length) return first;
    this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }

  #take(length: number): Buffer {
    const joined = this.#peek(length);
    const rest = joined.subarray(length);
    this.#chunks = [...(rest.length > 0 ? [rest] : []), ...this.#chunks.slice(1)];
    this.#buffered -= length;
    return joined.subarray(0, length);
  }
}
