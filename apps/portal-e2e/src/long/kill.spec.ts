import { expect, test } from '@playwright/test';
import type { Vm } from '@vm-manager/contracts';
import { Client, until } from '../support/client.js';
import { folderOf, inGuest } from '../support/guest.js';
import { leftOnHost, marksOf } from '../support/host.js';
import { endVagrantOf, isVagrantAlive } from '../support/vagrant-processes.js';
import { Portal } from '../support/portal.js';
import { opensWithPassword } from '../support/ssh.js';

const MINUTES = 60_000;
const password = 'un mot de passe';

let portal: Portal;
let alice: Client;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  portal = await Portal.openReal();
  alice = await Client.signedIn(portal, 'alice');
});

test.afterAll(async () => {
  portal.set('VMM_TEST_KILL_AT', undefined);
  await portal.kill();
  await portal.start();
  const admin = await Client.signedIn(portal, 'admin');
  await Promise.all((await admin.list()).map(({ id }) => admin.remove(id, 3 * MINUTES)));
  const marks = await marksOf(portal);
  await portal.close();
  expect(await leftOnHost(marks)).toEqual([]);
});

test('a create that is killed at step after step ends running', async () => {
  portal.set('VMM_TEST_KILL_AT', 'create:prepare-folder:after');
  await restart();
  const vm = await alice.create({ name: 'web1', username: 'eleve', password, rootPassword: password });
  for (const next of [
    'import-box:after',
    'make-machine:before',
    'make-machine:after',
    'create-account:before',
    'create-account:after',
  ])
    await dieAndGoOn(`create:${next}`);
  await dieAndGoOn(undefined);
  await checkRunning(vm);
});

test('a create whose API dies alone, while its vagrant lives on, ends running', async () => {
  const vm = await alice.create({ name: 'web2', username: 'eleve', password, rootPassword: password });
  await untilStarting(vm);
  await portal.kill();
  expect(await isVagrantAlive(vm.id)).toBe(true);
  await portal.start();
  await checkRunning(vm);
  expect(await isVagrantAlive(vm.id)).toBe(false);
});

test('a create that loses API and vagrant at once ends running', async () => {
  const vm = await alice.create({ name: 'web3', username: 'eleve', password, rootPassword: password });
  await untilStarting(vm);
  await Promise.all([portal.kill(), endVagrantOf(vm.id)]);
  await portal.start();
  await checkRunning(vm);
});

test('a delete that is killed at step after step ends with nothing left', async () => {
  const vms = await alice.list();
  for (const [index, step] of [
    'remove-machine:after',
    'remove-disks:before',
    'remove-folder:after',
  ].entries()) {
    const vm = vms[index];
    if (!vm) throw new Error('There are fewer machines than kills.');
    portal.set('VMM_TEST_KILL_AT', `delete:${step}`);
    await restart();
    await alice.http.delete(`/api/vms/${vm.id}`);
    await dieAndGoOn(undefined);
    await alice.gone(vm.id, 2 * MINUTES);
    await expect(folderOf(portal.studentVms, vm.id)).rejects.toThrow();
  }
});

async function restart(): Promise<void> {
  await portal.kill();
  await portal.start();
}

/** The process ends itself where it was told to; the next one goes on, up to the next such place. */
async function dieAndGoOn(nextDeath: string | undefined): Promise<void> {
  await portal.died(5 * MINUTES);
  portal.set('VMM_TEST_KILL_AT', nextDeath);
  await portal.start();
}

async function untilStarting(vm: Vm): Promise<void> {
  const hasStarted = async () => {
    const job = (await alice.vm(vm.id))?.job;
    return job && (await alice.log(job.id)).includes('Starting domain') ? true : null;
  };
  await until(hasStarted, 5 * MINUTES, 'Vagrant to start the domain');
}

async function checkRunning({ id }: Vm): Promise<void> {
  const job = await alice.finished(id, 12 * MINUTES);
  expect(job.problem ?? job.state).toBe('succeeded');
  const vm = await alice.vm(id);
  expect(vm?.state).toBe('running');
  const address = vm?.ipAddress ?? '';
  expect(address).toMatch(/^10\./);
  // The guest's SSH server comes up after its address, which nobody waited for when Vagrant was killed.
  const opens = () => opensWithPassword(address, 'eleve', password).catch(() => null);
  expect(await until(opens, 2 * MINUTES, 'SSH to answer')).toBe(true);
  const folder = await folderOf(portal.studentVms, id);
  expect(await inGuest(folder, address, 'hostname')).toBe(vm?.name);
}
