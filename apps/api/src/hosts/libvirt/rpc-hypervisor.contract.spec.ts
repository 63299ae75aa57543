import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  connect,
  DomainUndefineFlag,
  LibvirtErrorCode,
  type DomainRef,
  type LibvirtConnection,
} from '@vm-manager/libvirt-rpc';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { filter, firstValueFrom, Subject } from 'rxjs';
import { until } from '../../testing/until.js';
import { GuestAgents } from './guest-agents.js';
import { absentAsNull, LibvirtConnection as Connection } from './libvirt-connection.js';
import { RpcGuest } from './rpc-guest.js';
import { RpcHypervisor } from './rpc-hypervisor.js';

const READY = '\x01';

/**
 * A disk with a system of one sector: it keeps saying on the serial line that it is there (QEMU drops what is said while nobody listens),
 * repeats what it hears there, and switches off at the power button by ACPI.
 */
function systemDisk(): Buffer {
  const disk = Buffer.alloc(1 << 20);
  disk.set([
    ...[0xba, 0x02, 0x06, 0xb8, 0x00, 0x01, 0xef], // hear the power button: bit 8 of port 0x602
    ...[0xba, 0xf8, 0x03, 0xb0, READY.charCodeAt(0), 0xee], // to the serial line, with each tick of the clock
    ...[0xf4, 0xba, 0xfd, 0x03, 0xec, 0xa8, 0x01, 0x74, 0x05], // was something typed?
    ...[0xba, 0xf8, 0x03, 0xec, 0xee], // say it, too
    ...[0xba, 0x00, 0x06, 0xed, 0xf6, 0xc4, 0x01, 0x74, 0xe3], // was the button pressed?
    ...[0xba, 0x04, 0x06, 0xb8, 0x00, 0x20, 0xef, 0xf4], // off
  ]);
  disk.writeUInt16LE(0xaa55, 510);
  return disk;
}

/** A PC without network whose system nobody has to install; nobody opens its agent's channel. */
const domainXml = (uuid: string, disk: string) => `<domain type='qemu'>
  <name>api-spec-${uuid.slice(0, 8)}</name><uuid>${uuid}</uuid>
  <memory unit='MiB'>16</memory>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <features><acpi/></features>
  <devices>
    <disk type='file'><driver name='qemu' type='raw'/><source file='${disk}'/><target dev='vda'/></disk>
    <serial type='pty'/>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <memballoon model='none'/>
  </devices>
</domain>`;

describe('a machine without an agent, through libvirtd', () => {
  const libvirt = new Connection('qemu:///system');
  const agents = new GuestAgents(libvirt);
  const hypervisor = new RpcHypervisor(libvirt, agents);
  const vmId = randomUUID();
  const reboots = new Subject<void>();
  let folder: string;
  let admin: LibvirtConnection;
  let consoles: LibvirtConnection;
  let domain: DomainRef;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'api-spec-'));
    // QEMU runs as a user of its own and must get through.
    await chmod(folder, 0o755);
    await writeFile(join(folder, 'disk'), systemDisk());
    admin = await connect({ uri: 'qemu:///system' });
    consoles = await connect({ uri: 'qemu:///system' });
    domain = await admin.domains.defineXml(domainXml(vmId, join(folder, 'disk')));
    await hypervisor.listen();
    hypervisor.changes
      .pipe(filter((change) => change.kind === 'reboot' && change.vmId === vmId))
      .subscribe(() => reboots.next());
    await libvirt.client.whenConnected();
  });
  afterAll(async () => {
    await libvirt.close();
    await consoles.close();
    await absentAsNull(admin.domains.destroy(domain), LibvirtErrorCode.operationInvalid);
    await admin.domains.undefine(domain, DomainUndefineFlag.managedSave);
    await admin.close();
    await rm(folder, { recursive: true });
  });

  /** From the order on: the system is there some seconds after it. */
  async function hasStarted(order: () => Promise<void>): Promise<void> {
    await order();
    const serial = await consoles.domains.openConsole(domain);
    try {
      for await (const piece of serial.iterator({ destroyOnReturn: false }))
        if (String(piece).includes(READY)) return;
      throw new Error('the machine has gone');
    } finally {
      serial.destroy();
    }
  }

  it('comes back after a press of its power button when it should', async () => {
    await hasStarted(() => hypervisor.start(vmId));
    const rebooted = firstValueFrom(reboots);
    await hypervisor.requestReboot(vmId);
    await rebooted;
    expect(await hypervisor.powerOf(vmId)).toBe('running');
  });

  it('has no address and does not answer', async () => {
    expect(await hypervisor.addressOf(vmId)).toBeNull();
    expect(await new RpcGuest(agents).isAnswering(vmId)).toBe(false);
  });

  it('is saved and goes on', async () => {
    await hypervisor.save(vmId);
    expect(await hypervisor.powerOf(vmId)).toBe('saved');
    await hypervisor.start(vmId);
    expect(await hypervisor.powerOf(vmId)).toBe('running');
  });

  it('goes off at a press of its power button', async () => {
    await hypervisor.forceOff(vmId);
    await hasStarted(() => hypervisor.start(vmId));
    const isOff = async () => (await hypervisor.powerOf(vmId)) === 'off';
    expect(await isOff()).toBe(false);
    await hypervisor.requestShutdown(vmId);
    await until('the machine is off', isOff);
  });

  it('is off when it is forced to', async () => {
    await hypervisor.start(vmId);
    expect(await hypervisor.powerOf(vmId)).toBe('running');

    await hypervisor.forceOff(vmId);
    expect(await hypervisor.powerOf(vmId)).toBe('off');
  });

  it('has a serial line while it is on, which carries bytes both ways and ends when it goes off', async () => {
    await expect(hypervisor.openSerialLine(vmId)).rejects.toMatchObject({ code: 'screen-unavailable' });
    await hypervisor.start(vmId);
    const line = await hypervisor.openSerialLine(vmId);
    let said = '';
    line.on('data', (piece: Buffer) => (said += piece.toString('latin1')));
    const over = finished(line, { writable: false }).catch(() => undefined);
    await until('the system is there', () => said.includes(READY));
    line.write(Buffer.from('o\xf9 ?', 'latin1'));
    await until('it has repeated what was typed', () => said.replaceAll(READY, '') === 'o\xf9 ?');
    await hypervisor.forceOff(vmId);
    await over;
    line.destroy();
  });
});
