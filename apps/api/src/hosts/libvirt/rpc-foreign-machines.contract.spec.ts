import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  allOf,
  connect,
  DomainUndefineFlag,
  DomainXmlFlag,
  LibvirtErrorCode,
  type DomainRef,
  type LibvirtConnection,
  type NetworkRef,
  type StoragePoolRef,
} from '@vm-manager/libvirt-rpc';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../foundation/config/environment.js';
import { toOwnership } from './domain-owner.js';
import { toScreen } from './domain-xml.js';
import { GuestAgents } from './guest-agents.js';
import { absentAsNull, LibvirtConnection as Connection } from './libvirt-connection.js';
import { RpcForeignMachines } from './rpc-foreign-machines.js';
import { RpcHypervisor } from './rpc-hypervisor.js';

const tag = randomUUID().slice(0, 8);
const POOL = `api-spec-${tag}`;
const NETWORK = `api-spec-${tag}`;
const NAME = `web-${tag}_default`;

/** What vagrant-libvirt defines from a Vagrantfile that says nothing of it (templates/domain.xml.erb), but for memory. */
const domainXml = (uuid: string, disk: string) => `<domain type='qemu'>
  <name>${NAME}</name><uuid>${uuid}</uuid>
  <description>Source: /srv/student_vms/alice/web-${tag}/Vagrantfile</description>
  <memory unit='MiB'>32</memory><vcpu>1</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os>
  <features><acpi/><apic/><pae/></features>
  <devices>
    <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${disk}'/><target dev='vda' bus='virtio'/></disk>
    <interface type='network'><mac address='52:54:00:aa:bb:cc'/><source network='${NETWORK}'/><model type='virtio'/></interface>
    <serial type='pty'/><console type='pty'/>
    <graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1' keymap='en-us' websocket='-1'/>
    <video><model type='cirrus' vram='16384' heads='1'/></video>
    <memballoon model='none'/>
  </devices>
</domain>`;

/** Isolated, with no address of the host's. */
const networkXml = (name: string) => `<network><name>${name}</name></network>`;

describe('a machine as the prototype made it, through libvirtd', () => {
  const libvirt = new Connection('qemu:///system');
  const environment = { storagePool: POOL, networkMode: { kind: 'nat' } } as Environment;
  const hypervisor = new RpcHypervisor(libvirt, new GuestAgents(libvirt));
  const foreign = new RpcForeignMachines(libvirt, environment, hypervisor);
  const id = randomUUID();
  const adoption = {
    ownerId: randomUUID(),
    installationId: randomUUID(),
    title: 'web & "co"',
    network: `${NETWORK}-own`,
  };
  let folder: string;
  let admin: LibvirtConnection;
  let pool: StoragePoolRef;
  let domain: DomainRef;
  const networks: NetworkRef[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'api-spec-'));
    // QEMU runs as a user of its own and must get through.
    await chmod(folder, 0o755);
    admin = await connect({ uri: 'qemu:///system' });
    pool = await admin.storagePools.createXml(
      `<pool type='dir'><name>${POOL}</name><target><path>${folder}</path></target></pool>`,
    );
    const disk = await admin.storageVolumes.createXml(
      pool,
      `<volume><name>${NAME}.img</name><capacity unit='GiB'>3</capacity><target><format type='qcow2'/></target></volume>`,
    );
    for (const name of [NETWORK, adoption.network]) {
      const network = await admin.networks.defineXml(networkXml(name));
      networks.push(network);
      await admin.networks.create(network);
    }
    domain = await admin.domains.defineXml(domainXml(id, disk.key));
    await admin.domains.create(domain);
    await hypervisor.listen();
    await libvirt.client.whenConnected();
  });
  afterAll(async () => {
    await libvirt.close();
    await absentAsNull(admin.domains.destroy(domain), LibvirtErrorCode.operationInvalid);
    await admin.domains.undefine(domain, DomainUndefineFlag.managedSave);
    for (const network of networks) {
      await admin.networks.destroy(network);
      await admin.networks.undefine(network);
    }
    await admin.storagePools.destroy(pool);
    await admin.close();
    await rm(folder, { recursive: true });
  });

  const xmlOf = (flags: DomainXmlFlag = 0) => admin.domains.getXml(domain, flags);
  const nextXml = () => xmlOf(allOf(DomainXmlFlag.inactive, DomainXmlFlag.secure));
  const current = () => admin.domains.lookupByUuid(id);

  it('is found by its name, with its own disk', async () => {
    expect(await foreign.find(NAME)).toEqual({
      ...{ id, name: NAME, power: 'running', vcpus: 1, memoryMiB: 32, diskGiB: 3 },
      ...{ volumes: [`${NAME}.img`], otherDisks: [], networks: [NETWORK], installationId: null },
    });
    expect(await foreign.find(`${NAME}x`)).toBeNull();
    expect((await hypervisor.list()).map(({ vmId }) => vmId)).not.toContain(id);
  });

  it('becomes ours while it runs, as far as it can without a stop, which it is not given', async () => {
    const before = await current();
    expect(await foreign.adopt(id, adoption)).toBe(false);
    const after = await current();
    // The same process under the same name.
    expect([after.id, after.name]).toEqual([before.id, NAME]);
    expect(await xmlOf()).toContain(`network='${NETWORK}'`);
    expect(await hypervisor.list()).toContainEqual({
      ...{ vmId: id, ownerId: adoption.ownerId, installationId: adoption.installationId, power: 'running' },
    });
    expect(toOwnership(await admin.domains.getMetadata(domain, { type: 'description' }))).toMatchObject({
      vm: id,
    });
    expect((await foreign.find(NAME))?.installationId).toBe(adoption.installationId);
  });

  it('is ours in all things once it was off, on the same disk, and starts', async () => {
    await hypervisor.forceOff(id);
    expect(await foreign.adopt(id, adoption)).toBe(true);
    domain = await current();
    expect(domain.name).toBe(`vmm-${id}`);
    const defined = await nextXml();
    const screen = toScreen(defined.replace("port='-1'", "port='5900'"));
    expect(screen).toEqual({
      host: '127.0.0.1',
      port: 5900,
      password: expect.stringMatching(/^[A-Za-z0-9]{8}$/),
    });
    expect(defined).not.toMatch(/keymap|websocket/);
    expect(defined).toContain(`network='${adoption.network}'`);
    expect(defined).toContain("address='52:54:00:aa:bb:cc'");
    expect(defined.match(/type='tablet'/g)).toHaveLength(1);
    expect(defined).toContain('org.qemu.guest_agent.0');
    expect(defined).toContain('<title>web &amp; &quot;co&quot;</title>');
    expect(defined).toContain(`${NAME}.img`);
    // Once more changes nothing, its password least of all.
    expect(await foreign.adopt(id, adoption)).toBe(true);
    expect(await nextXml()).toBe(defined);

    await hypervisor.start(id);
    expect(await hypervisor.screenOf(id)).toMatchObject({ host: '127.0.0.1', password: screen?.password });
  });
});
