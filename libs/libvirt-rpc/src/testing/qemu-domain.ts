import { randomBytes, randomUUID } from 'node:crypto';

/** A name nobody else uses. */
export const uniqueName = (): string => `rpc-spec-${randomBytes(5).toString('hex')}`;

export interface TinyDomain {
  readonly uuid: string;
  readonly name: string;
  readonly xml: string;
}

/** An emulated PC with 32 MiB that boots into its BIOS menu, which it also shows on the serial line. */
export function tinyDomain(disk = ''): TinyDomain {
  const uuid = randomUUID();
  const name = uniqueName();
  const xml = `<domain type='qemu'>
  <name>${name}</name>
  <uuid>${uuid}</uuid>
  <memory unit='MiB'>32</memory>
  <vcpu current='1'>2</vcpu>
  <os>
    <type arch='x86_64' machine='pc'>hvm</type>
    <bootmenu enable='yes' timeout='60000'/>
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
