import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { XdrError } from '../xdr/xdr-error.js';
import { HEADER_BYTES, MAX_PACKET_BYTES, encodePacket, type PacketHeader } from './header.js';
import { PacketFramer } from './packet-framer.js';

const word = fc.integer({ min: 0, max: 0xffffffff });
const header: fc.Arbitrary<PacketHeader> = fc.record({
  program: word,
  version: word,
  procedure: word,
  type: word,
  serial: word,
  status: word,
});
const packet = fc.record({
  header,
  body: fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
});

/** The bytes, cut at the given places. */
function cut(bytes: Buffer, places: number[]): Buffer[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

describe('PacketFramer', () => {
  it('finds the same packets however they are cut and joined', () => {
    fc.assert(
      fc.property(
        fc.array(packet, { maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        (packets, places) => {
          const bytes = Buffer.concat(packets.map((one) => encodePacket(one.header, one.body)));
          const framer = new PacketFramer();
          const found = cut(bytes, places).flatMap((chunk) => framer.push(chunk));
          expect(found).toEqual(packets);
        },
      ),
    );
  });

  it('takes a packet of the largest size, byte by byte at its start', () => {
    const body = Buffer.alloc(MAX_PACKET_BYTES + 4 - HEADER_BYTES, 7);
    const bytes = encodePacket({ program: 1, version: 1, procedure: 1, type: 1, serial: 9, status: 0 }, body);
    const framer = new PacketFramer();
    for (let index = 0; index < 40; index += 1)
      expect(framer.push(bytes.subarray(index, index + 1))).toEqual([]);
    const [found] = framer.push(bytes.subarray(40));
    expect(found?.header.serial).toBe(9);
    expect(found?.body.equals(body)).toBe(true);
  });

  it.each([
    ['shorter than a header', HEADER_BYTES - 1],
    ['zero', 0],
    ['larger than libvirt allows', MAX_PACKET_BYTES + 5],
    ['absurd', 0xffffffff],
  ])('refuses a length that is %s', (_what, length) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(length);
    expect(() => new PacketFramer().push(bytes)).toThrow(XdrError);
  });

  it('refuses to make a packet that libvirt would not take', () => {
    const body = Buffer.alloc(MAX_PACKET_BYTES + 5 - HEADER_BYTES);
    const fields = { program: 1, version: 1, procedure: 1, type: 0, serial: 1, status: 0 };
    expect(() => encodePacket(fields, body)).toThrow(XdrError);
  });
});
