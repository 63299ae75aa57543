import { createConnection } from 'node:net';
import { totalmem } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  connect,
  allOf,
  DomainDeviceFlag,
  DomainMemoryFlag,
  DomainStartFlag,
  DomainUndefineFlag,
  DomainVcpuFlag,
  DomainXmlFlag,
  isLibvirtError,
  LibvirtErrorCode,
  type DomainRef,
  type LibvirtConnection,
} from './index.js';
import { EventLog } from './testing/event-log.js';
import { tinyDomain, uniqueName } from './testing/qemu-domain.js';

const NAMESPACE = 'urn:libvirt-rpc:spec';

describe('QEMU through libvirtd', () => {
  let libvirt: LibvirtConnection;
  const made: DomainRef[] = [];

  beforeAll(async () => {
    libvirt = await connect({ uri: 'qemu:///system' });
  });
  afterAll(async () => {
    for (const domain of made) {
      await libvirt.domains.destroy(domain).catch(ignoreUnlessUnexpected);
      await libvirt.domains.undefine(domain, DomainUndefineFlag.managedSave).catch(ignoreUnlessUnexpected);
    }
    await libvirt.close();
  });

  function ignoreUnlessUnexpected(error: unknown): void {
    if (!isLibvirtError(error, LibvirtErrorCode.operationInvalid, LibvirtErrorCode.noDomain)) throw error;
  }

  async function defined(): Promise<DomainRef> {
    const domain = await libvirt.domains.defineXml(tinyDomain().xml);
    made.push(domain);
    return domain;
  }

  it('passes on what QEMU itself is asked, and what it refuses', async () => {
    const domain = await defined();
    await libvirt.domains.create(domain);
    expect(await libvirt.qemuMonitor.command(domain, 'query-status')).toMatchObject({ status: 'running' });
    await expect(
      libvirt.qemuMonitor.command(domain, 'blockdev-snapshot-internal-sync', { device: 'none', name: 'n' }),
    ).rejects.toMatchObject({ name: 'LibvirtMonitorError' });
  });

  it('describes its host', async () => {
    expect(await libvirt.host.getHypervisorVersion()).toMatch(/^\d+\.\d+\.\d+$/);
    const memory = await libvirt.host.getMemory();
    expect(memory.total).toBe(totalmem() / 1024);
    expect(memory.free).toBeGreaterThan(0);
    expect(memory.free).toBeLessThan(memory.total);
    expect(await libvirt.host.getFreeMemory()).toBeLessThan(memory.total * 1024);
    expect((await libvirt.host.getInfo()).model).toBe('x86_64');
    expect(await libvirt.host.getCapabilities()).toContain("<domain type='qemu'");
    const capabilities = await libvirt.host.getDomainCapabilities({
      arch: 'x86_64',
      machine: 'pc',
      virtType: 'qemu',
    });
    expect(capabilities).toContain('<domain>qemu</domain>');
  });

  it('keeps a definition with its notes until it is undefined', async () => {
    const domain = await defined();
    expect(await libvirt.domains.list()).toContainEqual(domain);
    expect(await libvirt.domains.getXml(domain)).toContain(`<uuid>${domain.uuid}</uuid>`);
    expect(await libvirt.domains.getState(domain)).toMatchObject({ state: 'shutoff' });
    expect(await libvirt.domains.isPersistent(domain)).toBe(true);
    expect(await libvirt.domains.isActive(domain)).toBe(false);

    await libvirt.domains.setAutostart(domain, true);
    expect(await libvirt.domains.getAutostart(domain)).toBe(true);
    await libvirt.domains.setAutostart(domain, false);
    expect(await libvirt.domains.getAutostart(domain)).toBe(false);

    const slot = { type: 'element', uri: NAMESPACE } as const;
    await expect(libvirt.domains.getMetadata(domain, slot)).rejects.toMatchObject({
      code: LibvirtErrorCode.noDomainMetadata,
    });
    await libvirt.domains.setMetadata(domain, { ...slot, prefix: 'spec', xml: '<owner>élève</owner>' });
    expect(await libvirt.domains.getMetadata(domain, slot)).toBe('<owner>élève</owner>');
    await libvirt.domains.setMetadata(domain, { type: 'title', text: 'Une VM' });
    expect(await libvirt.domains.getMetadata(domain, { type: 'title' })).toBe('Une VM');
    await libvirt.domains.setMetadata(domain, { type: 'title', text: null });
    await expect(libvirt.domains.getMetadata(domain, { type: 'title' })).rejects.toMatchObject({ code: 80 });

    const newName = uniqueName();
    await libvirt.domains.rename(domain, newName);
    expect((await libvirt.domains.lookupByUuid(domain.uuid)).name).toBe(newName);
    await libvirt.domains.undefine(domain);
    await expect(libvirt.domains.lookupByUuid(domain.uuid)).rejects.toMatchObject({
      code: LibvirtErrorCode.noDomain,
    });
  });

  it('changes memory and processors of the next start', async () => {
    const domain = await defined();
    await libvirt.domains.setMemory(domain, 65_536, allOf(DomainMemoryFlag.config, DomainMemoryFlag.maximum));
    await libvirt.domains.setMemory(domain, 49_152, DomainMemoryFlag.config);
    await libvirt.domains.setVcpus(domain, 4, allOf(DomainVcpuFlag.config, DomainVcpuFlag.maximum));
    await libvirt.domains.setVcpus(domain, 3, DomainVcpuFlag.config);
    expect(await libvirt.domains.getInfo(domain)).toMatchObject({
      maxMemory: 65_536,
      memory: 49_152,
      vcpus: 3,
    });
  });

  it('refuses a definition that is not valid, with a reason', async () => {
    await expect(libvirt.domains.defineXml('<domain/>')).rejects.toMatchObject({
      name: 'LibvirtError',
      domain: 20,
    });
  });

  it('runs, pauses, saves and stops a machine and tells of it', async () => {
    const domain = await defined();
    const log = await EventLog.of(libvirt, 'lifecycle', (event) => event.domain.uuid === domain.uuid);
    const running = await libvirt.domains.create(domain);
    expect(running.id).toBeGreaterThan(0);
    expect(await libvirt.domains.getState(domain)).toEqual({ state: 'running', reason: 'booted' });
    const [record] = await libvirt.domains.getStats({ domains: [running] });
    expect(record).toMatchObject({
      domain: { uuid: domain.uuid },
      stats: { 'state.state': 1, 'vcpu.current': 1 },
    });
    expect(record?.stats['cpu.time']).toEqual(expect.any(BigInt));

    await libvirt.domains.suspend(domain);
    expect(await libvirt.domains.getState(domain)).toEqual({ state: 'paused', reason: 'user' });
    await libvirt.domains.resume(domain);
    await libvirt.domains.reset(domain);
    await libvirt.domains.shutdown(domain);

    await libvirt.domains.managedSave(domain);
    expect(await libvirt.domains.hasManagedSave(domain)).toBe(true);
    await libvirt.domains.create(domain);
    expect(await libvirt.domains.hasManagedSave(domain)).toBe(false);
    await libvirt.domains.destroy(domain);
    await expect(libvirt.domains.destroy(domain)).rejects.toMatchObject({
      code: LibvirtErrorCode.operationInvalid,
    });

    await log.until(({ event, detail }) => event === 'stopped' && detail === 'destroyed');
    const told = log.events.map(({ event, detail }) => `${event} ${detail}`);
    for (const event of [
      'started booted',
      'suspended paused',
      'resumed unpaused',
      'stopped saved',
      'started restored',
    ]) {
      expect(told).toContain(event);
    }
  }, 60_000);

  it('shows its screen and takes keys', async () => {
    const domain = await defined();
    await expect(libvirt.domains.screenshot(domain)).rejects.toMatchObject({
      code: LibvirtErrorCode.operationInvalid,
    });
    await libvirt.domains.create(domain);
    const { mimeType, image } = await libvirt.domains.screenshot(domain);
    expect(mimeType).toBe('image/png');
    expect(image.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect(image.subarray(-8, -4).toString('latin1')).toBe('IEND');
    const [escape, one] = [1, 2];
    await libvirt.domains.sendKey(domain, [escape, one], { holdMs: 1 });
    await expect(libvirt.domains.sendKey(domain, Array(17).fill(one))).rejects.toThrow(
      'list of 17, at most 16',
    );
    await libvirt.domains.destroy(domain);
  }, 60_000);

  it('converses on the serial console', async () => {
    const domain = await defined();
    const consoles = await connect({ uri: 'qemu:///system' });
    await libvirt.domains.create(domain, DomainStartFlag.paused);
    const console = await consoles.domains.openConsole(domain);
    let shown = '';
    const until = async (words: string): Promise<void> => {
      if (shown.includes(words)) return;
      for await (const piece of console.iterator({ destroyOnReturn: false })) {
        shown += String(piece);
        if (shown.includes(words)) return;
      }
    };
    await libvirt.domains.resume(domain);
    await until('Press ESC for boot menu');
    console.write('\x1b');
    await until('Select boot device');
    expect(shown).toContain('SeaBIOS');
    await expect(libvirt.domains.openConsole(domain)).rejects.toMatchObject({ name: 'LibvirtError' });

    const left = new Promise<void>((resolve) => console.once('close', resolve));
    console.resume();
    console.end();
    await left;
    const again = await consoles.domains.openConsole(domain);
    again.destroy();
    await libvirt.domains.destroy(domain);
    await consoles.close();
  }, 60_000);

  it('changes the screen’s password and tells who comes', async () => {
    const domain = await defined();
    const log = await EventLog.of(libvirt, 'graphics', (event) => event.domain.uuid === domain.uuid);
    await libvirt.domains.create(domain);
    const xml = await libvirt.domains.getXml(domain);
    const port = Number(/<graphics type='vnc' port='(\d+)'/.exec(xml)?.[1]);
    const graphics = `<graphics type='vnc' port='${port}' autoport='yes' listen='127.0.0.1' passwd='s3cr3t'/>`;
    await libvirt.domains.updateDevice(domain, graphics, DomainDeviceFlag.live);
    expect(await libvirt.domains.getXml(domain)).not.toContain('s3cr3t');
    expect(await libvirt.domains.getXml(domain, DomainXmlFlag.secure)).toContain("passwd='s3cr3t'");

    const viewer = createConnection(port, '127.0.0.1');
    expect(await log.until(({ phase }) => phase === 'connect')).toMatchObject({
      remoteAddress: '127.0.0.1',
      authScheme: expect.stringMatching(/./),
    });
    viewer.destroy();
    await log.until(({ phase }) => phase === 'disconnect');
    await libvirt.domains.destroy(domain);
  }, 60_000);

  it('says when no agent answers in the guest', async () => {
    const domain = await defined();
    await libvirt.domains.create(domain);
    const unresponsive = { code: LibvirtErrorCode.agentUnresponsive };
    await expect(libvirt.guestAgent.command(domain, 'guest-ping')).rejects.toMatchObject(unresponsive);
    await expect(libvirt.domains.setUserPassword(domain, 'root', 'pässwörd')).rejects.toMatchObject(
      unresponsive,
    );
    await expect(libvirt.domains.freezeFileSystems(domain)).rejects.toMatchObject(unresponsive);
    await expect(libvirt.domains.thawFileSystems(domain)).rejects.toMatchObject(unresponsive);
    await expect(libvirt.domains.interfaceAddresses(domain, 'agent')).rejects.toMatchObject(unresponsive);
    expect(await libvirt.domains.interfaceAddresses(domain, 'lease')).toEqual([]);
    await libvirt.domains.destroy(domain);
  }, 60_000);

  it('refuses changes and secrets on a read-only connection', async () => {
    const domain = await defined();
    const readonly = await connect({ uri: 'qemu:///system', readonly: true });
    expect(await readonly.domains.getXml(domain)).toContain(domain.uuid);
    const denied = { code: LibvirtErrorCode.operationDenied };
    await expect(readonly.domains.create(domain)).rejects.toMatchObject(denied);
    await expect(readonly.domains.getXml(domain, DomainXmlFlag.secure)).rejects.toMatchObject(denied);
    await readonly.close();
  });
});
