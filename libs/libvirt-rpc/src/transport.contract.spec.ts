import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { connect } from './connection/connect.js';
import type { Transport } from './connection/transport.js';
import { EventLog } from './testing/event-log.js';
import { testHostWith, type TestHost } from './testing/test-driver.js';

describe('a transport that is handed in', () => {
  const helpers: ChildProcess[] = [];
  let host: TestHost;

  /** The far end of `ssh host virt-ssh-helper`, without the ssh. */
  const throughHelper: Transport = async () => {
    const helper = spawn('virt-ssh-helper', [host.uri], { stdio: ['pipe', 'pipe', 'inherit'] });
    helpers.push(helper);
    return Duplex.from({ writable: helper.stdin, readable: helper.stdout });
  };

  beforeAll(async () => {
    host = await testHostWith(1);
  });

  afterEach(() => {
    for (const helper of helpers.splice(0)) helper.kill();
  });

  afterAll(() => host.remove());

  it('carries calls, events and streams, and is gone with the connection', async () => {
    const libvirt = await connect({ uri: host.uri, transport: throughHelper });
    const [domain] = await libvirt.domains.list();
    expect(domain?.name).toBe('vm-0');
    const log = await EventLog.of(libvirt, 'lifecycle', (event) => event.domain.uuid === domain!.uuid);
    expect((await libvirt.domains.screenshot(domain!)).image.length).toBeGreaterThan(0);
    await libvirt.domains.suspend(domain!);
    await log.until(({ event }) => event === 'suspended');
    await libvirt.domains.resume(domain!);
    const exit = once(helpers[0]!, 'exit');
    await libvirt.close();
    await exit;
  });

  it('that breaks ends the connection', async () => {
    const libvirt = await connect({ uri: host.uri, transport: throughHelper });
    helpers[0]!.kill('SIGKILL');
    expect(await libvirt.ended).toMatchObject({ failure: 'lost' });
    await expect(libvirt.domains.list()).rejects.toMatchObject({ failure: 'lost' });
  });
});
