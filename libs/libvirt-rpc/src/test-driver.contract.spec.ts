import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, LibvirtErrorCode, type LibvirtConnection } from './index.js';
import { EventLog } from './testing/event-log.js';
import { testDomainXml, testHostWith } from './testing/test-driver.js';

describe('the test driver through libvirtd', () => {
  let libvirt: LibvirtConnection;

  beforeEach(async () => {
    libvirt = await connect({ uri: 'test:///default' });
  });
  afterEach(() => libvirt.close());

  it('describes its host', async () => {
    expect(await libvirt.host.getHostname()).toMatch(/./);
    expect(await libvirt.host.getLibVersion()).toMatch(/^\d+\.\d+\.\d+$/);
    const info = await libvirt.host.getInfo();
    expect(info).toEqual({
      model: 'i686',
      memory: 3145728,
      cpus: 16,
      mhz: 1400,
      nodes: 2,
      sockets: 2,
      cores: 2,
      threads: 2,
    });
    expect(await libvirt.host.getCapabilities()).toContain('<capabilities>');
  });

  it('lists and finds the same domain', async () => {
    const [domain] = await libvirt.domains.list();
    expect(domain).toMatchObject({ name: 'test', id: 1 });
    expect(await libvirt.domains.lookupByName('test')).toEqual(domain);
    expect(await libvirt.domains.lookupByUuid(domain!.uuid)).toEqual(domain);
  });

  it('refuses an unknown domain with its code', async () => {
    await expect(libvirt.domains.lookupByName('nobody')).rejects.toMatchObject({
      name: 'LibvirtError',
      code: LibvirtErrorCode.noDomain,
      procedure: 'domainLookupByName',
      level: 2,
    });
  });

  it('leads a domain through its life and tells of it', async () => {
    const host = await testHostWith(1);
    const own = await connect({ uri: host.uri });
    const log = await EventLog.of(own, 'lifecycle', () => true);
    const defined = await own.domains.defineXml(testDomainXml('life'));
    expect(defined.id).toBe(-1);
    expect(await own.domains.getState(defined)).toEqual({ state: 'shutoff', reason: 'unknown' });

    const running = await own.domains.create(defined);
    expect(running.id).toBeGreaterThan(0);
    await own.domains.suspend(running);
    expect(await own.domains.getState(running)).toEqual({ state: 'paused', reason: 'user' });
    await own.domains.resume(running);
    expect(await own.domains.getInfo(running)).toMatchObject({ state: 'running', maxMemory: 8192, vcpus: 1 });
    await own.domains.destroy(running);
    await own.domains.undefine(running);

    await log.until(({ event }) => event === 'undefined');
    expect(log.events.map(({ event, detail }) => `${event} ${detail}`)).toEqual([
      'defined added',
      'started booted',
      'suspended paused',
      'resumed unpaused',
      'stopped destroyed',
      'undefined removed',
    ]);
    await own.close();
    await host.remove();
  });

  it('lists 1,000 domains and their statistics', async () => {
    const host = await testHostWith(1_000);
    const many = await connect({ uri: host.uri });
    try {
      const domains = await many.domains.list();
      expect(new Set(domains.map(({ uuid }) => uuid)).size).toBe(1_000);
      const stats = await many.domains.getStats();
      expect(stats).toHaveLength(1_000);
      expect(stats[0]).toMatchObject({ stats: { 'state.state': 1 } });
    } finally {
      await many.close();
      await host.remove();
    }
  });
});
