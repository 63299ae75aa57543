import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, type LibvirtConnection } from '../connection/connect.js';
import { EventLog } from '../testing/event-log.js';
import { testDomainXml, testHostWith, type TestHost } from '../testing/test-driver.js';

describe('domain events', () => {
  let host: TestHost;
  let libvirt: LibvirtConnection;

  beforeEach(async () => {
    host = await testHostWith(1);
    libvirt = await connect({ uri: host.uri });
  });
  afterEach(async () => {
    await libvirt.close();
    await host.remove();
  });

  it('reach every listener, and none that has left', async () => {
    const stays = await EventLog.of(libvirt, 'lifecycle', () => true);
    const leaves = await EventLog.of(libvirt, 'lifecycle', () => true);
    await libvirt.domains.defineXml(testDomainXml('one'));
    await leaves.until(({ domain }) => domain.name === 'one');
    await leaves.stop();
    await libvirt.domains.defineXml(testDomainXml('two'));
    await stays.until(({ domain }) => domain.name === 'two');
    expect(stays.events.map(({ domain }) => domain.name)).toEqual(['one', 'two']);
    expect(leaves.events.map(({ domain }) => domain.name)).toEqual(['one']);
  });

  it('come back after the last listener left and another one came', async () => {
    const first = await EventLog.of(libvirt, 'lifecycle', () => true);
    await first.stop();
    await first.stop();
    const second = await EventLog.of(libvirt, 'lifecycle', () => true);
    await libvirt.domains.defineXml(testDomainXml('heard'));
    await second.until(({ domain }) => domain.name === 'heard');
    expect(first.events).toEqual([]);
  });

  it('can be iterated until the signal says stop', async () => {
    const stop = new AbortController();
    const events = libvirt.events.iterate('lifecycle', { signal: stop.signal });
    const first = events.next();
    // Subscribing takes a round trip; calls are answered in order, so this one is later.
    await libvirt.host.getHostname();
    await libvirt.domains.defineXml(testDomainXml('one'));
    await libvirt.domains.defineXml(testDomainXml('two'));
    expect((await first).value).toMatchObject({ domain: { name: 'one' }, event: 'defined', detail: 'added' });
    expect((await events.next()).value).toMatchObject({ domain: { name: 'two' } });
    const last = events.next();
    stop.abort();
    expect((await last).done).toBe(true);
  });
});
