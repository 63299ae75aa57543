import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { FakeHost } from '../../../hosts/fake-host/fake-host.js';
import { FakeHypervisor } from '../../../hosts/libvirt/fake/fake-hypervisor.js';
import type { Hosts } from '../../../hosts/hosts.js';
import { connectToScreen } from '../connect-to-screen.js';
import { DrawnScreens } from './drawn-screens.js';

const machine = { vmId: '7f6a0000-0000-4000-8000-000000000001', ownerId: 'alice', installationId: 'here' };

let folder: string;
let hypervisor: FakeHypervisor;
let screens: DrawnScreens;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vmm-drawn-'));
  const host = new FakeHost(folder);
  hypervisor = new FakeHypervisor(host);
  screens = new DrawnScreens({ all: () => [{ machines: hypervisor }] } as unknown as Hosts);
  await hypervisor.open();
  screens.onModuleInit();
  await host.addMachine(machine);
});

afterEach(async () => {
  hypervisor.close();
  await screens.onApplicationShutdown();
  await rm(folder, { recursive: true, force: true });
});

it('a pretended machine has a screen as long as it runs', async () => {
  const screen = await connectToScreen(await hypervisor.screenOf(machine.vmId), AbortSignal.timeout(2000));
  expect((await hypervisor.pictureOf(machine.vmId)).subarray(1, 4).toString()).toBe('PNG');
  screen.resume();
  await Promise.all([once(screen, 'close'), hypervisor.forceOff(machine.vmId)]);
  await expect(hypervisor.screenOf(machine.vmId)).rejects.toMatchObject({ code: 'screen-unavailable' });
});
