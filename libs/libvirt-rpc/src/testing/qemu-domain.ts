import { randomBytes, randomUUID } from 'node:crypto';

/** A name nobody else uses. */
export const uniqueName = (): string => `rpc-spec-${randomBytes(5).toString('hex')}`;

export interface TinyDomain {
  readonly uuid: string;
  readonly name: string;
  readonly xml: string;
}

export const qcow2Disk = (path: string): string =>
  `<disk type='file'><driver name='qemu' type='qcow2'/><source file='${path}'/><target dev='vda'/></disk>`;

/** What `writingSector` says on the serial line each time it has written. */
export const HAS_WRITTEN = '\x01';
export const WRITTEN_AT = 4 << 20;

/** A boot sector that writes itself to its disk at `WRITTEN_AT` and then waits; done again at each reset. */
export function writingSector(): Buffer {
  const sector = Buffer.alloc(512);
  const code = [
    ...[0x31, 0xc0, 0x8e, 0xd8], // ds = 0
    ...[0xb8, 0x00, 0x43, 0xbe, 0x18, 0x7c, 0xcd, 0x13], // the BIOS writes what the packet below says
    ...[0xba, 0xf8, 0x03, 0xb0, HAS_WRITTEN.charCodeAt(0), 0xee], // to the serial line
    ...[0xf4, 0xeb, 0xfd], // halt for ever
  ];
  sector.set(code);
  sector.set([0x10, 0, 1, 0, 0x00, 0x7c, 0, 0], 0x18); // one sector from 0000:7c00 …
  sector.writeBigUInt64LE(BigInt(WRITTEN_AT / 512), 0x20); // … to here
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}

/** An emulated PC with 32 MiB that boots from its disk, else into its BIOS menu, which it also shows on the serial line. */
export function tinyDomain(disk = '', boots: 'menu' | 'disk' = 'menu'): TinyDomain {
  const uuid = randomUUID();
  const name = uniqueName();
  const xml = `<domain type='qemu'>
  <name>${name}</name>
  <uuid>${uuid}</uuid>
  <memory unit='MiB'>32</memory>
  <vcpu current='1'>2</vcpu>
  <os>
    <type arch='x86_64' machine='pc'>hvm</type>
    <bootmenu enable='${boots === 'menu' ? 'yes' : 'no'}' timeout='60000'/>
    <bios useserial='yes'/>
  </os>
  <features><acpi/></features>
  <devices>
    ${disk}
    <serial type='pty'/>
    <graphics type='vnc' autoport='yes' listen='127.0.0.1' passwd='initial0'/>
    <video><model type='vga'/></video>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <memballoon model='virtio'/>
  </devices>
</domain>`;
  return { uuid, name, xml };
}
