import { expect, test, type Page } from '@playwright/test';
import type { Vm } from '@vm-manager/contracts';
import { typeAzerty } from '../support/azerty.js';
import { Client } from '../support/client.js';
import { folderOf, inGuest } from '../support/guest.js';
import { leftOnHost, marksOf } from '../support/host.js';
import { litPixels } from '../support/picture.js';
import { Portal } from '../support/portal.js';
import { signIn } from '../support/sign-in.js';

const MINUTES = 60_000;
const SOON = { timeout: 2 * MINUTES };
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

test('a teacher helps on the screen: one types at a time, and control goes over and comes back', async ({
  page,
  browser,
}) => {
  const folder = await folderOf(portal.studentVms, vm.id);
  const { ipAddress } = (await alice.vm(vm.id))!;
  const guest = (command: string) =>
    expect.poll(() => inGuest(folder, ipAddress!, `${command} || true`), SOON);
  const note = () => guest('sudo cat /home/eleve/note 2>/dev/null');
  const desk = await (await browser.newContext()).newPage();
  await signIn(page, portal, 'alice');
  await signIn(desk, portal, 'prof');
  for (const each of [page, desk]) await each.goto(`${portal.url}/machines/${vm.id}/console`);
  await types(page, 'alice');
  await typeAzerty(page, '\neleve\n');
  await guest('pgrep -xt tty1 login').not.toBe('');
  await page.waitForFunction(() => document.fonts.ready);
  await typeAzerty(page, `${password}\n`);
  await guest('pgrep -xt tty1 bash').not.toBe('');
  await typeAzerty(page, 'echo alice > note\n');
  await note().toBe('alice');
  await desk.getByRole('button', { name: 'Demander le contrôle', exact: true }).click();
  await page.getByRole('button', { name: 'Donner le contrôle' }).click();
  await types(desk, 'prof');
  await typeAzerty(page, 'echo non > note\n');
  await typeAzerty(desk, 'echo prof >> note\n');
  await note().toBe('alice\nprof');
  await page.keyboard.press('F9');
  await types(page, 'alice');
  await typeAzerty(desk, 'echo non > note\n');
  await typeAzerty(page, 'echo alice >> note\n');
  await note().toBe('alice\nprof\nalice');
  await desk.context().close();
});

/** The screen is there, and what this person types from now on goes to it. */
async function types(page: Page, username: string): Promise<void> {
  const typists = async () =>
    (await alice.vm(vm.id))?.viewers.filter(({ mode }) => mode === 'control').map(({ id }) => id);
  const { id } = (await (await page.request.get(`${portal.url}/api/auth/me`)).json()) as { id: string };
  await expect.poll(typists, { ...SOON, message: `${username} has control` }).toEqual([id]);
  await expect(page.getByRole('button', { name: 'Touches' })).toBeEnabled(SOON);
  const canvas = page.locator('vmm-console-screen canvas');
  await expect.poll(() => litPixels(canvas), SOON).toBeGreaterThan(300);
  await canvas.click();
}
