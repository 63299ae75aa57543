import { expect, it, jest } from '@jest/globals';
import { Subject } from 'rxjs';
import type { DataSource } from 'typeorm';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { Host } from '../../hosts/host.js';
import type { Hosts } from '../../hosts/hosts.js';
import type { HypervisorChange } from '../../hosts/libvirt/hypervisor.js';
import { until } from '../../testing/until.js';
import type { GuestSystem } from '../guest-systems/guest-system.js';
import type { GuestSystems } from '../guest-systems/guest-systems.js';
import { GuestClocks } from './guest-clocks.js';

function start(isAnswering: () => Promise<boolean>, setClock: (vmId: string) => Promise<void>) {
  const changes = new Subject<HypervisorChange>();
  const records = {
    findOneBy: async ({ id }: { id: string }) => (id === 'ours' ? { id, templateId: 'debian-server' } : null),
  };
  const system: Partial<GuestSystem> = { setClock };
  const systems: Pick<GuestSystems, 'of'> = { of: async () => system as GuestSystem };
  const host = { machines: { changes }, guests: { isAnswering } } as unknown as Host;
  const clocks = new GuestClocks(
    { getRepository: () => records } as unknown as DataSource,
    { changes: () => changes, of: () => host } as Partial<Hosts> as Hosts,
    systems as GuestSystems,
  );
  clocks.onApplicationBootstrap();
  return { changes, clocks };
}

it('a guest that goes on where it stood gets its clock set, as soon as it answers, whoever woke it', async () => {
  let answers = false;
  const setClock = jest.fn(async (_vmId: string) => undefined);
  const { changes, clocks } = start(async () => answers, setClock);
  changes.next({ kind: 'power', vmId: 'ours' });
  changes.next({ kind: 'woken', vmId: 'of-others' });
  changes.next({ kind: 'woken', vmId: 'ours' });
  answers = true;
  changes.next({ kind: 'guest-ready', vmId: 'ours' });
  await until('the clock is set', () => setClock.mock.calls.length > 0);
  expect(setClock.mock.calls).toEqual([['ours']]);
  clocks.onModuleDestroy();
});

it('a clock that cannot be set fails nothing', async () => {
  const { clocks } = start(
    async () => true,
    () => Promise.reject(new ProblemError('guest-refused', { reason: 'no clock' })),
  );
  await expect(clocks.set('ours')).resolves.toBeUndefined();
  clocks.onModuleDestroy();
});
