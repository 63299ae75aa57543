import { writeFile } from 'node:fs/promises';

const SECTOR = 2048;
const [CATALOGUE, CODE, SECTORS] = [22, 23, 64];

export interface StandIn {
  label: string;
  udf?: boolean;
  /** What it says on the serial line when a computer starts from it; without, none can. */
  says?: string;
  /** Whether the computer is on afterwards. */
  staysOn?: boolean;
}

/** The image of a disc with nothing on it but a few instructions for a BIOS, and what Windows' own says of itself. */
export async function writeStandIn(
  file: string,
  { label, udf, says, staysOn = false }: StandIn,
): Promise<void> {
  const disc = Buffer.alloc(SECTORS * SECTOR);
  const sector = (at: number) => disc.subarray(at * SECTOR, (at + 1) * SECTOR);
  const describe = (at: number, type: number, kind: string) => {
    sector(at)[0] = type;
    sector(at).write(kind, 1, 'latin1');
    sector(at)[6] = 1;
  };
  describe(16, 1, 'CD001');
  sector(16).write(label.padEnd(32), 40, 'latin1');
  sector(16).writeUInt32LE(SECTORS, 80);
  sector(16).writeUInt16LE(SECTOR, 128);
  if (says === undefined) describe(17, 255, 'CD001');
  else {
    describe(17, 0, 'CD001');
    sector(17).write('EL TORITO SPECIFICATION', 7, 'latin1');
    sector(17).writeUInt32LE(CATALOGUE, 71);
    describe(18, 255, 'CD001');
    writeCatalogue(sector(CATALOGUE));
    program(says, staysOn).copy(sector(CODE));
  }
  if (udf) ['BEA01', 'NSR02', 'TEA01'].forEach((kind, at) => describe(19 + at, 0, kind));
  await writeFile(file, disc);
}

/** El Torito: one entry, without emulation of a floppy disk. */
function writeCatalogue(sector: Buffer): void {
  sector[0] = 1;
  sector.set([0x55, 0xaa], 30);
  let sum = 0;
  for (let at = 0; at < 32; at += 2) sum += sector.readUInt16LE(at);
  sector.writeUInt16LE((0x10000 - (sum & 0xffff)) & 0xffff, 28);
  sector[32] = 0x88;
  sector.writeUInt16LE(SECTOR / 512, 38);
  sector.writeUInt32LE(CODE, 40);
}

/** Writes the text to COM1, letter by letter as the line takes them, then switches off by ACPI's port or halts. */
function program(text: string, staysOn: boolean): Buffer {
  const off = [0xba, 0x04, 0x06, 0xb8, 0x00, 0x20, 0xef];
  const tail = [...(staysOn ? [] : off), 0xfa, 0xf4, 0xeb, 0xfd];
  // push cs; pop ds; cld; call next; next: pop si; add si, <where the text is>
  const head = [0x0e, 0x1f, 0xfc, 0xe8, 0x00, 0x00, 0x5e, 0x81, 0xc6, 0x00, 0x00];
  const loop = [
    ...[0xac, 0x84, 0xc0, 0x74, 0x10, 0x88, 0xc3],
    ...[0xba, 0xfd, 0x03, 0xec, 0xa8, 0x20, 0x74, 0xf8],
    ...[0xba, 0xf8, 0x03, 0x88, 0xd8, 0xee, 0xeb, 0xe9],
  ];
  const code = Buffer.from([...head, ...loop, ...tail]);
  // From where "next" is.
  code.writeUInt16LE(code.length - 6, 9);
  // The jump past the loop.
  code[head.length + 4] = loop.length - 5;
  // The jump back to its beginning.
  code.writeInt8(-loop.length, head.length + loop.length - 1);
  return Buffer.concat([code, Buffer.from(`${text}\0`, 'latin1')]);
}
