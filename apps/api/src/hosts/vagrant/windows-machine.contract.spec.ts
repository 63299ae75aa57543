import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  allOf,
  connect,
  DomainUndefineFlag,
  DomainXmlFlag,
  LibvirtErrorCode,
  type LibvirtConnection,
  type StoragePoolRef,
} from '@vm-manager/libvirt-rpc';
import { createHash, randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as tar from 'tar';
import { run } from '../../foundation/child-process/run.js';
import type { Environment } from '../../foundation/config/environment.js';
import { isWholeDomain } from '../libvirt/domain-xml.js';
import { absentAsNull } from '../libvirt/libvirt-connection.js';
import { childOf, childrenOf, rootOf, type Element } from '../libvirt/xml.js';
import type { Acceleration, GuestSpeed } from './acceleration.js';
import type { MachineSpec } from './provisioner.js';
import { vagrantEnvironment } from './vagrant-environment.js';
import { VagrantProvisioner } from './vagrant-provisioner.js';

const tag = randomUUID().slice(0, 8);
const NAME = `api-spec-${tag}`;
const env = { PATH: '/usr/bin:/bin' };
/** Without it libvirt takes no definition of the kind. */
const hasKvm = existsSync('/dev/kvm');
const BIOS = { video: 'virtio', tablet: 'usb', firmware: 'bios', tpm: false };

/** Machines that Vagrant makes of a box without a system; what libvirt has of them is looked at, and then they go. */
describe('a Windows machine, by Vagrant and libvirt', () => {
  let libvirt: LibvirtConnection;
  let folder: string;
  let pool: StoragePoolRef;
  const made: string[] = [];

  beforeAll(async () => {
    libvirt = await connect({ uri: 'qemu:///system' });
    folder = await mkdtemp(join(tmpdir(), 'vmm-windows-'));
    await chmod(folder, 0o755);
    await mkdir(join(folder, 'pool'));
    const target = `<target><path>${join(folder, 'pool')}</path></target>`;
    pool = await libvirt.storagePools.createXml(`<pool type='dir'><name>${NAME}</name>${target}</pool>`);
    // Isolated: it has no address.
    await libvirt.networks.createXml(`<network><name>${NAME}</name></network>`);
    await writeBox();
  });
  afterAll(async () => {
    for (const id of made) await remove(id);
    await libvirt.networks.destroy(await libvirt.networks.lookupByName(NAME));
    await libvirt.storagePools.destroy(pool);
    await libvirt.close();
    await rm(folder, { recursive: true });
  });

  const boxFile = () => join(folder, 'boxes', `windows-server-2022.1.box`);

  async function writeBox(): Promise<void> {
    const cwd = join(folder, 'boxes');
    await mkdir(cwd);
    await run('qemu-img', ['create', '-q', '-f', 'qcow2', join(cwd, 'box.img'), '1G'], {
      env,
      timeoutMs: 60_000,
    });
    await writeFile(
      join(cwd, 'metadata.json'),
      '{"provider": "libvirt", "format": "qcow2", "virtual_size": 1}',
    );
    await writeFile(join(cwd, 'Vagrantfile'), 'Vagrant.configure("2") { }\n');
    await tar.create({ cwd, file: boxFile() }, ['metadata.json', 'Vagrantfile', 'box.img']);
    const checksum = createHash('sha256')
      .update(await readFile(boxFile()))
      .digest('hex');
    await writeFile(`${boxFile()}.sha256`, `${checksum}  windows-server-2022.1.box\n`);
  }

  async function remove(id: string): Promise<void> {
    const domain = await absentAsNull(libvirt.domains.lookupByUuid(id), LibvirtErrorCode.noDomain);
    if (!domain) return;
    await absentAsNull(libvirt.domains.destroy(domain), LibvirtErrorCode.operationInvalid);
    await libvirt.domains.undefine(domain, allOf(DomainUndefineFlag.nvram, DomainUndefineFlag.managedSave));
  }

  async function wholeDefinition(id: string): Promise<string | null> {
    const domain = await absentAsNull(libvirt.domains.lookupByUuid(id), LibvirtErrorCode.noDomain);
    const xml = domain && (await libvirt.domains.getXml(domain, DomainXmlFlag.inactive));
    return xml !== null && isWholeDomain(xml) ? xml : null;
  }

  /** The definition of the machine that `vagrant up` makes of it, whether this host can start it or not. */
  async function definitionOf(speed: GuestSpeed, hardware: MachineSpec['hardware']): Promise<Element> {
    const vmId = randomUUID();
    made.push(vmId);
    const machine: MachineSpec = {
      ...{ vmId, installationId: randomUUID(), ownerId: randomUUID(), hostName: 'srv.alice' },
      ...{ os: 'windows', communicator: 'winssh', vcpus: 2, memoryMiB: 256, diskGiB: 2, hardware },
      box: { file: boxFile(), name: `spec-${tag}/windows-server`, version: '2022.1' },
      ...{ most: { vcpus: 4, memoryMiB: 512 }, network: NAME, bootTimeoutSeconds: 1_800 },
    };
    const environment = { dataDir: folder, libvirtUri: 'qemu:///system', storagePool: NAME };
    const provisioner = new VagrantProvisioner(
      { ...environment, networkMode: { kind: 'none' } } as unknown as Environment,
      { speed: async () => speed } as Acceleration,
    );
    const options = { signal: new AbortController().signal, log: () => undefined, progress: () => undefined };
    const cwd = join(folder, vmId);
    await provisioner.prepareFolder(cwd, machine);
    await provisioner.openBox(machine.box, options);
    const vagrant = { cwd, env: vagrantEnvironment(join(folder, 'vagrant')), timeoutMs: 240_000 };
    expect(await run('vagrant', ['validate'], vagrant)).toContain('validated successfully');
    // Nobody answers in it: as soon as the machine is what it is to be, Vagrant need not wait.
    const enough = new AbortController();
    const up = run('vagrant', ['up', '--provider', 'libvirt', '--no-destroy-on-error'], {
      ...vagrant,
      signal: enough.signal,
    }).catch((error: Error & { lastLines: string }) => error.lastLines);
    let said: string | undefined;
    void up.then((lines) => (said = lines));
    let xml: string | null = null;
    while (xml === null) {
      const hasEnded = said !== undefined;
      xml = await wholeDefinition(vmId);
      if (xml === null && hasEnded) throw new Error(said);
      await pause(50);
    }
    enough.abort();
    await up;
    return rootOf(xml);
  }

  const attributes = (element: Element | null) =>
    Object.fromEntries([...(element?.attributes ?? [])].map(({ name, value }) => [name, value]));
  /** What is recommended and how it is here, by its place. */
  function compare(wanted: Element, actual: Element | null, place = ''): string[] {
    const here = attributes(actual);
    const missing = Object.entries(attributes(wanted)).flatMap(([name, value]) =>
      here[name] === value ? [] : [`${place}@${name}=${value}`],
    );
    const children = [...wanted.childNodes].filter((node): node is Element => node.nodeType === 1);
    return [
      ...missing,
      ...children.flatMap((child) => {
        const name = child.getAttribute('name') ?? child.getAttribute('type');
        const path = `${place}/${child.localName ?? ''}${name ? `[${name}]` : ''}`;
        const same = childrenOf(actual, child.localName ?? '').find(
          (one) => !name || [one.getAttribute('name'), one.getAttribute('type')].includes(name),
        );
        return same ? compare(child, same, path) : [path];
      }),
    ];
  }

  it('is what libosinfo recommends for Windows Server 2022, with what the portal adds', async () => {
    const domain = await definitionOf(hasKvm ? 'kvm' : 'emulated', BIOS);
    const recommended = rootOf(await readFile(join(import.meta.dirname, 'testing/win2k22.xml'), 'utf8'));
    const notEmulated = ['@type=kvm', '/features/hyperv', '/cpu@mode=host-passthrough'];
    expect(compare(recommended, domain)).toEqual(hasKvm ? [] : [...notEmulated, '/clock/timer[hypervclock]']);
    const devices = childOf(domain, 'devices');
    expect(attributes(childOf(devices, 'disk', 'target'))).toMatchObject({ bus: 'virtio' });
    expect(attributes(childOf(devices, 'interface', 'model'))).toEqual({ type: 'virtio' });
    expect(attributes(childOf(devices, 'video', 'model'))).toMatchObject({ type: 'virtio' });
    expect(attributes(childOf(devices, 'channel', 'target'))).toMatchObject({
      name: 'org.qemu.guest_agent.0',
    });
    const graphics = childOf(devices, 'graphics');
    expect(attributes(graphics)).toMatchObject({ type: 'vnc', listen: '127.0.0.1' });
    for (const name of ['keymap', 'websocket']) expect(graphics?.hasAttribute(name)).toBe(false);
    const told = childrenOf(childOf(domain, 'sysinfo', 'oemStrings'), 'entry').map(
      (entry) => entry.textContent,
    );
    expect(told[0]).toBe('vmm:hostname=srv.alice');
    expect(told[1]).toMatch(/^vmm:authorized-key=ecdsa-sha2-nistp256 /);
    expect(childOf(domain, 'os', 'loader')).toBeNull();
    expect(childOf(devices, 'tpm')).toBeNull();
    // Of qcow2's first format it could not grow while it keeps restore points.
    const image = await libvirt.storageVolumes.lookupByName(pool, `vmm-${made.at(-1)}.img`);
    const volume = rootOf(await libvirt.storageVolumes.getXml(image));
    expect(childOf(volume, 'target', 'compat')?.textContent).toBe('1.1');
  }, 300_000);

  it('has no words of Microsoft’s for the emulator, which knows none, but Windows’ clock, and shares its clipboard', async () => {
    const domain = await definitionOf('emulated', { ...BIOS, clipboard: true });
    const channels = childrenOf(childOf(domain, 'devices'), 'channel');
    const agent = channels.find((channel) => channel.getAttribute('type') === 'qemu-vdagent') ?? null;
    expect(attributes(childOf(agent, 'target'))).toMatchObject({ name: 'com.redhat.spice.0' });
    expect(attributes(childOf(agent, 'source', 'clipboard'))).toEqual({ copypaste: 'yes' });
    expect(childOf(domain, 'features', 'hyperv')).toBeNull();
    expect(attributes(childOf(domain, 'clock'))).toEqual({ offset: 'localtime' });
    expect(childrenOf(childOf(domain, 'clock'), 'timer').map((timer) => timer.getAttribute('name'))).toEqual([
      'rtc',
      'pit',
      'hpet',
    ]);
  }, 300_000);

  it('has UEFI with variables of its own, and a security chip, where its template wants them', async () => {
    const domain = await definitionOf(hasKvm ? 'kvm' : 'emulated', { ...BIOS, firmware: 'uefi', tpm: true });
    expect(childOf(domain, 'os', 'type')?.getAttribute('machine')).toMatch(/q35/);
    expect(childOf(domain, 'os', 'loader')?.textContent).toBe('/usr/share/OVMF/OVMF_CODE_4M.fd');
    expect(childOf(domain, 'os', 'nvram')?.textContent).toContain(made.at(-1));
    expect(attributes(childOf(domain, 'devices', 'tpm'))).toEqual({ model: 'tpm-crb' });
    expect(attributes(childOf(domain, 'devices', 'tpm', 'backend'))).toMatchObject({
      ...{ type: 'emulator', version: '2.0' },
    });
  }, 300_000);
});
