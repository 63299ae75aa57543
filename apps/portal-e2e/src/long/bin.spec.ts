import { expect, test } from '@playwright/test';
import type { Vm } from '@vm-manager/contracts';
import { Client, until } from '../support/client.js';
import { folderOf, inGuest } from '../support/guest.js';
import { isBoxImage, leftOnHost, marksOf, tracesOf } from '../support/host.js';
import { Portal } from '../support/portal.js';

const MINUTES = 60_000;
const password = 'un mot de passe';

let portal: Portal;
let alice: Client;
let admin: Client;
let id: string;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  portal = await Portal.openReal({ VMM_BIN_DAYS: '7' });
  [alice, admin] = [await Client.signedIn(portal, 'alice'), await Client.signedIn(portal, 'admin')];
  const wish = { name: 'gardee', username: 'eleve', password, rootPassword: password };
  ({ id } = await alice.create(wish));
  expect(await alice.finished(id, 15 * MINUTES)).toMatchObject({ state: 'succeeded' });
});

test.afterAll(async () => {
  // Whatever failed before, nothing stays.
  await alice.http.delete(`/api/vms/${id}`);
  await admin.emptyBin(3 * MINUTES);
  const marks = await marksOf(portal);
  await portal.close();
  expect(await leftOnHost(marks)).toEqual([]);
});

test('a deleted machine waits switched off, and comes back with what was on its disk', async () => {
  await expect(async () => ask('true')).toPass({ timeout: 4 * MINUTES });
  await ask('echo "mon travail" > travail && sync');
  await binned();
  const traces = await onHost();
  expect(traces.some((name) => name.startsWith('guest='))).toBe(false);
  expect(traces).toContain(`vmm-${id}`);
  const back = await alice.http.post(`/api/bin/${id}/restore`);
  expect(back.status(), await back.text()).toBe(202);
  expect(await back.json()).toMatchObject({ state: 'stopped' });
  expect((await alice.http.post(`/api/vms/${id}/start`)).status()).toBe(202);
  expect(await alice.finished(id, 5 * MINUTES)).toMatchObject({ kind: 'start', state: 'succeeded' });
  await expect(async () => expect(await ask('cat travail')).toBe('mon travail')).toPass({
    timeout: 4 * MINUTES,
  });
});

test('an emptied bin leaves nothing of it on the host', async () => {
  await binned();
  await admin.emptyBin(3 * MINUTES);
  expect((await onHost()).filter((name) => !isBoxImage(name))).toEqual([]);
});

const onHost = async () => tracesOf(await marksOf(portal));

/** Deletes it, and waits until it is off. */
async function binned(): Promise<void> {
  const answer = await alice.http.delete(`/api/vms/${id}`);
  expect([answer.status(), ((await answer.json()) as Vm).state]).toEqual([202, 'deleting']);
  expect(await alice.vm(id)).toBeNull();
  const isOff = async () => ((await alice.bin())[0]?.state === 'stopped' ? true : null);
  await until(isOff, 5 * MINUTES, 'the machine in the bin to be off');
}

/** What the guest itself says. */
async function ask(command: string): Promise<string> {
  const { ipAddress } = (await alice.vm(id))!;
  return inGuest(await folderOf(portal.studentVms, id), ipAddress ?? '', command);
}
