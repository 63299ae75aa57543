import { describe, expect, it, jest } from '@jest/globals';
import {
  DomainShutdownFlag,
  LibvirtTimeoutError,
  type DomainRef,
  type LibvirtClient,
  LibvirtAgentError,
} from '@vm-manager/libvirt-rpc';
import { GuestAgents } from './guest-agents.js';
import type { LibvirtConnection } from './libvirt-connection.js';
import { RpcGuest } from './rpc-guest.js';
import { poweredOn, RpcHypervisor } from './rpc-hypervisor.js';

const MAC = '52:54:00:aa:bb:cc';
const ref: DomainRef = { name: 'vmm-vm', uuid: 'vm', id: 1 };

/** libvirt with one running domain: `main` is the connection that all share, `own` one that a call has for itself. */
function host(agent: (execute: string, args: unknown) => Promise<unknown>, leases: string[] = []) {
  const called: string[] = [];
  const did = (name: string) => (_ref: unknown, flags: unknown) => {
    called.push(`${name} ${String(flags)}`);
    return Promise.resolve();
  };
  const main = {
    domains: {
      shutdown: did('main shutdown'),
      reboot: did('main reboot'),
      interfaceAddresses: (_ref: unknown, source: string) => {
        called.push(`main addresses ${source}`);
        return Promise.resolve([{ addresses: leases.map((address) => ({ address })) }]);
      },
      getXml: () =>
        Promise.resolve(
          `<domain><devices><interface type='network'><mac address='${MAC}'/></interface></devices></domain>`,
        ),
    },
  } as unknown as LibvirtClient;
  const own = {
    domains: { create: did('own create'), managedSave: did('own save') },
    guestAgent: { command: (_ref: unknown, execute: string, args: unknown) => agent(execute, args) },
  } as unknown as LibvirtClient;
  const libvirt: Pick<LibvirtConnection, 'ask' | 'alone' | 'domainOf'> = {
    ask: (call) => call(main as LibvirtConnection['client']),
    alone: (call) => call(own),
    domainOf: () => Promise.resolve(ref),
  };
  const agents = new GuestAgents(libvirt);
  return { called, agents, hypervisor: new RpcHypervisor(libvirt as LibvirtConnection, agents) };
}

const silent = () => Promise.reject(new LibvirtTimeoutError('qemuDomainAgentCommand', 1));
const interfaces = (...addresses: string[]) => [
  { name: 'lo', 'ip-addresses': [{ 'ip-address': '127.0.0.1', 'ip-address-type': 'ipv4' }] },
  { name: 'down' },
  {
    name: 'docker0',
    'hardware-address': '02:42:00:00:00:01',
    'ip-addresses': [{ 'ip-address': '172.17.0.1' }],
  },
  {
    name: 'eth0',
    'hardware-address': MAC.toUpperCase(),
    'ip-addresses': addresses.map((address) => ({ 'ip-address': address })),
  },
];

describe('a machine', () => {
  it.each([
    ['requestShutdown', 'powerdown', `main shutdown ${DomainShutdownFlag.acpi}`],
    ['requestReboot', 'reboot', `main reboot ${DomainShutdownFlag.acpi}`],
  ] as const)('whose agent hangs gets its power button: %s', async (request, mode, button) => {
    const agent = jest.fn(silent as (execute: string, args: unknown) => Promise<unknown>);
    const { hypervisor, called } = host(agent);
    await hypervisor[request]('vm');
    expect(agent.mock.calls).toEqual([['guest-shutdown', { mode }]]);
    expect(called).toEqual([button]);
  });

  it('that has rebooted already is not asked again', async () => {
    const { hypervisor, called } = host(() => {
      hypervisor.changes.next({ kind: 'reboot', vmId: 'vm' });
      return silent();
    });
    await hypervisor.requestReboot('vm');
    expect(called).toEqual([]);
  });

  it('tells its address when there is no lease, if it is one', async () => {
    const address = (answer: unknown) => host(() => Promise.resolve(answer)).hypervisor.addressOf('vm');
    expect(await address(interfaces('fe80::1', '10.192.0.10'))).toBe('10.192.0.10');
    expect(await address(interfaces('127.8.0.1', '<b>10.0.0.1</b>'))).toBeNull();
    expect(await address('nonsense')).toBeNull();
    const { hypervisor, called } = host(silent);
    expect(await hypervisor.addressOf('vm')).toBeNull();
    expect(called).toEqual(['main addresses lease']);
  });

  it.each([
    ['the lease that the guest uses', ['10.1.0.7', '10.1.0.9'], ['10.1.0.9'], '10.1.0.9'],
    ['the address set by hand, not a lease that is left', ['10.1.0.7'], ['10.1.0.50'], '10.1.0.50'],
    ['the lease, where the guest has a second address', ['10.1.0.7'], ['10.1.0.50', '10.1.0.7'], '10.1.0.7'],
    ['the lease, before the guest has taken it', ['10.1.0.7'], [], '10.1.0.7'],
    ['nothing, where only Docker has an address', [], [], null],
    ['nothing, where it gave one to itself', [], ['169.254.3.4'], null],
  ])('tells %s', async (_what, leases, inGuest, expected) => {
    const { hypervisor } = host(() => Promise.resolve(interfaces(...inGuest)), leases);
    expect(await hypervisor.addressOf('vm')).toBe(expected);
  });

  it.each([
    ['pmsuspended', 'unknown', 'asleep'],
    ['paused', 'io-error', 'stalled'],
    ['paused', 'user', 'paused'],
    ['paused', 'watchdog', 'paused'],
    ['paused', 'crashed', 'crashed'],
    ['crashed', 'panicked', 'crashed'],
    ['paused', 'save', 'running'],
    ['paused', 'migration', 'running'],
    ['paused', 'snapshot', 'running'],
    ['shutdown', 'user', 'running'],
    ['blocked', 'unknown', 'running'],
  ] as const)('that libvirt calls %s (%s) is %s', (state, reason, power) => {
    expect(poweredOn({ state, reason })).toBe(power);
  });

  it('is saved on a connection of its own', async () => {
    const { hypervisor, called } = host(silent);
    await hypervisor.save('vm');
    expect(called).toEqual(['own save 0']);
  });
});

describe('a guest', () => {
  it('that lets us wait does not answer', async () => {
    expect(await new RpcGuest(host(silent).agents).isAnswering('vm')).toBe(false);
  });

  it('that says more than anybody reads is cut short, without what a table or a terminal trips over', async () => {
    const said = Buffer.from(`\0\u001b[31m${'é'.repeat(500_000)}`).toString('base64');
    const { agents } = host((execute) =>
      Promise.resolve(
        execute === 'guest-exec'
          ? { pid: 1 }
          : { exited: true, exitcode: 1, 'out-data': said, 'err-data': said },
      ),
    );
    const { exitCode, output } = await new RpcGuest(agents).run('vm', '/usr/bin/id', []);
    expect(exitCode).toBe(1);
    expect(output).toMatch(/^\ufffd\ufffd\[31mé+\n/);
    expect(output.length).toBeGreaterThan(10_000);
    expect(output.length).toBeLessThan(2 * 16_384);
  });

  it.each([null, {}, 'yes', { pid: '1' }, { pid: 2 ** 60 }])(
    'refuses when it says %j to what it is to run',
    async (nonsense) => {
      const { agents } = host(() => Promise.resolve(nonsense));
      await expect(new RpcGuest(agents).run('vm', '/usr/bin/id', [])).rejects.toMatchObject({
        code: 'guest-refused',
        params: { reason: 'guest-exec: no such answer' },
      });
    },
  );

  it('gives no reason that the database cannot hold', async () => {
    const { agents } = host(() =>
      Promise.reject(new LibvirtAgentError(`\0${'x'.repeat(298)}\u{1f600}${'y'.repeat(1e6)}`)),
    );
    await expect(agents.command('vm', { execute: 'guest-ping', seconds: 1 })).rejects.toMatchObject({
      code: 'guest-refused',
      params: { reason: `\ufffd${'x'.repeat(298)}\ufffd` },
    });
  });

  it('is asked one thing at a time, and holds up no other', async () => {
    const begun: string[] = [];
    const first = Promise.withResolvers<unknown>();
    const { agents } = host((execute) => {
      begun.push(execute);
      return execute === 'hangs' ? first.promise : Promise.resolve('answer');
    });
    const hanging = agents.command('vm', { execute: 'hangs', seconds: 1 });
    const second = agents.command('vm', { execute: 'waits', seconds: 1 });
    expect(await agents.command('other', { execute: 'other', seconds: 1 })).toBe('answer');
    expect(begun).toEqual(['hangs', 'other']);
    first.reject(new LibvirtTimeoutError('any', 1));
    await expect(hanging).rejects.toMatchObject({ code: 'guest-not-answering' });
    expect(await second).toBe('answer');
  });

  it('leaves libvirt threads for other work, however many hang', async () => {
    const ends: (() => void)[] = [];
    let begun = 0;
    const { agents } = host(() => {
      begun += 1;
      return new Promise((resolve) => ends.push(() => resolve('answer')));
    });
    const all = Array.from({ length: 20 }, (_, vm) =>
      agents.command(`vm-${vm}`, { execute: 'hangs', seconds: 1 }),
    );
    await new Promise(setImmediate);
    expect(begun).toBe(8);
    for (let ended = 0; ended < 20; ended += 1) {
      ends[ended]?.();
      await new Promise(setImmediate);
    }
    expect(await Promise.all(all)).toHaveLength(20);
  });
});
