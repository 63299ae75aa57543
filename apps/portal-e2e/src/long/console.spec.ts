import { expect, test } from '@playwright/test';
import type { Vm } from '@vm-manager/contracts';
import { Client } from '../support/client.js';
import { leftOnHost, marksOf } from '../support/host.js';
import { Portal } from '../support/portal.js';
import { signIn } from '../support/sign-in.js';

const MINUTES = 60_000;
const password = 'un mot de passe';

let portal: Portal;
let alice: Client;
let vm: Vm;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  portal = await Portal.openReal();
  alice = await Client.signedIn(portal, 'alice');
  vm = await alice.create({ name: 'serie1', username: 'eleve', password, rootPassword: password });
  const job = await alice.finished(vm.id, 10 * MINUTES);
  expect(job.problem).toBeNull();
});

test.afterAll(async () => {
  const marks = await marksOf(portal);
  await alice.remove(vm.id, 3 * MINUTES);
  await portal.close();
  expect(await leftOnHost(marks)).toEqual([]);
});

test('the serial line has the boot, and a French login works on it', async ({ page }) => {
  await signIn(page, portal, 'alice');
  await page.goto(`${portal.url}/machines/${vm.id}/console?console=serie`);
  const line = page.locator('.xterm-rows');
  await expect(line).toContainText('serie1 login:', { timeout: 3 * MINUTES });
  await page.keyboard.type('eleve\r');
  await expect(line).toContainText('Mot de passe', { timeout: 2 * MINUTES });
  await page.keyboard.type(`${password}\r`);
  await expect(line).toContainText('eleve@serie1', { timeout: 2 * MINUTES });
  await page.keyboard.type('echo "où ça"; locale | head -n 1\r');
  await expect(line).toContainText('LANG=fr_FR.UTF-8', { timeout: 2 * MINUTES });
  await expect(line).toContainText('où ça');
});
