import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  connect,
  DomainUndefineFlag,
  LibvirtErrorCode,
  type DomainRef,
  type LibvirtConnection,
} from '@vm-manager/libvirt-rpc';
import { randomUUID } from 'node:crypto';
import { GuestAgents } from './guest-agents.js';
import { absentAsNull, LibvirtConnection as Connection } from './libvirt-connection.js';
import { RpcGuest } from './rpc-guest.js';
import { RpcHypervisor } from './rpc-hypervisor.js';

/** A PC without disk, network or system; nobody opens its agent's channel. */
const domainXml = (uuid: string) => `<domain type='qemu'>
  <name>api-spec-${uuid.slice(0, 8)}</name><uuid>${uuid}</uuid>
  <memory unit='MiB'>16</memory>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <features><acpi/></features>
  <devices>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <memballoon model='none'/>
  </devices>
</domain>`;

describe('a machine without an agent, through libvirtd', () => {
  const libvirt = new Connection('qemu:///system');
  const agents = new GuestAgents(libvirt);
  const hypervisor = new RpcHypervisor(libvirt, agents);
  const vmId = randomUUID();
  let admin: LibvirtConnection;
  let domain: DomainRef;

  beforeAll(async () => {
    admin = await connect({ uri: 'qemu:///system' });
    domain = await admin.domains.defineXml(domainXml(vmId));
    await libvirt.client.whenConnected();
  });
  afterAll(async () => {
    await libvirt.close();
    await absentAsNull(admin.domains.destroy(domain), LibvirtErrorCode.operationInvalid);
    await admin.domains.undefine(domain, DomainUndefineFlag.managedSave);
    await admin.close();
  });

  it('gets its power button', async () => {
    await hypervisor.start(vmId);
    await hypervisor.requestShutdown(vmId);
    await hypervisor.requestReboot(vmId);
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

  it('is off when it is forced to', async () => {
    await hypervisor.forceOff(vmId);
    expect(await hypervisor.powerOf(vmId)).toBe('off');
  });
});
