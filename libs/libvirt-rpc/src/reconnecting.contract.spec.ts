import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LibvirtConnectionError, ReconnectingLibvirt, resolveSocketPath } from './index.js';
import { DroppingProxy } from './testing/dropping-proxy.js';
import { EventLog } from './testing/event-log.js';
import { testDomainXml, testHostWith, type TestHost } from './testing/test-driver.js';
import { unixSocket } from './connection/transport.js';

describe('a reconnecting client', () => {
  let proxy: DroppingProxy;
  let host: TestHost;
  let libvirt: ReconnectingLibvirt;

  beforeEach(async () => {
    proxy = await DroppingProxy.before(await resolveSocketPath('test:///default', false));
    host = await testHostWith(1);
    libvirt = new ReconnectingLibvirt({
      uri: host.uri,
      transport: unixSocket(proxy.path),
      retry: { firstDelayMs: 5, maxDelayMs: 20 },
    });
  });
  afterEach(async () => {
    await libvirt.close();
    await proxy.stop();
    await host.remove();
  });

  const next = <K extends 'connected' | 'disconnected'>(kind: K): Promise<unknown> =>
    new Promise((resolve) => {
      const stop = libvirt.on(kind, (event) => {
        stop();
        resolve(event);
      });
    });

  it('connects again when the connection is lost', async () => {
    await libvirt.whenConnected();
    expect(await libvirt.domains.list()).toHaveLength(1);
    const [lost, back] = [next('disconnected'), next('connected')];
    proxy.dropAll();
    expect(await lost).toMatchObject({ failure: 'lost' });
    expect(libvirt.isConnected).toBe(false);
    await back;
    expect(await libvirt.domains.list()).toHaveLength(1);
  });

  it('fails calls at once while there is no connection', async () => {
    await libvirt.whenConnected();
    proxy.isDown = true;
    const lost = next('disconnected');
    proxy.dropAll();
    await lost;
    const error = await libvirt.domains.list().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LibvirtConnectionError);
    expect(error).toMatchObject({ failure: 'disconnected' });
  });

  it('keeps trying until someone answers', async () => {
    await libvirt.whenConnected();
    proxy.isDown = true;
    proxy.dropAll();
    const before = proxy.accepted;
    for (let failures = 0; failures < 3; failures += 1) await next('disconnected');
    expect(proxy.accepted).toBeGreaterThan(before);
    proxy.isDown = false;
    expect(await next('connected')).toEqual({ attempts: expect.any(Number) });
  });

  it('still hears events after it has connected again', async () => {
    const log = await EventLog.of(libvirt, 'lifecycle', ({ event }) => event === 'defined');
    await libvirt.whenConnected();
    await libvirt.domains.defineXml(testDomainXml('first'));
    await log.until(({ domain }) => domain.name === 'first');
    const back = next('connected');
    proxy.dropAll();
    await back;
    await libvirt.domains.defineXml(testDomainXml('second'));
    await log.until(({ domain }) => domain.name === 'second');
    await log.stop();

    const later = await EventLog.of(libvirt, 'lifecycle', () => true);
    await libvirt.domains.defineXml(testDomainXml('third'));
    await later.until(({ domain }) => domain.name === 'third');
    expect(log.events.map(({ domain }) => domain.name)).toEqual(['first', 'second']);
  });

  it('stays away once closed', async () => {
    await libvirt.whenConnected();
    await libvirt.close();
    expect(libvirt.isConnected).toBe(false);
    await expect(libvirt.domains.list()).rejects.toMatchObject({ failure: 'disconnected' });
    await expect(libvirt.whenConnected()).rejects.toMatchObject({ failure: 'closed' });
  });

  it('can be closed while it tries', async () => {
    proxy.isDown = true;
    const abort = new AbortController();
    const away = new ReconnectingLibvirt({
      uri: host.uri,
      transport: unixSocket(`${proxy.path}-not`),
      retry: { firstDelayMs: 60_000 },
    });
    await new Promise<void>((resolve) => away.on('disconnected', () => resolve()));
    const waiting = away.whenConnected(abort.signal);
    abort.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await away.close();
    expect(away.isConnected).toBe(false);
  });
});
