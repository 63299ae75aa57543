import { expect, test, type Page } from '@playwright/test';
import type { Vm } from '@vm-manager/contracts';
import { typeAzerty } from '../support/azerty.js';
import { folderOf, inGuest } from '../support/guest.js';
import { isBoxImage, leftOnHost, marksOf, tracesOf } from '../support/host.js';
import { litPixels } from '../support/picture.js';
import { Portal } from '../support/portal.js';
import { signIn } from '../support/sign-in.js';

const BOOT = { timeout: 8 * 60_000 };
const SOON = { timeout: 60_000 };
const STOP = { timeout: 150_000 };

const machine = {
  name: 'web1',
  account: 'alice',
  password: `Aé "q'$w@1`,
  memory: '1',
  vcpus: '2',
  disk: '12',
};

let portal: Portal;

test.beforeAll(async () => {
  portal = await Portal.openReal();
});

test.afterAll(async () => {
  await removeEverything();
  const marks = await marksOf(portal);
  await portal.close();
  expect(await leftOnHost(marks)).toEqual([]);
});

test('a student creates a server, works on its screen, stops it and deletes it', async ({ page }) => {
  await signIn(page, portal, 'alice');
  const vm = await create(page);

  await test.step('the machine is what was asked for', () => checkGuest(vm));
  await test.step('its screen takes what is typed on a French keyboard', () => workOnConsole(page, vm));

  await test.step('it shuts down politely', async () => {
    await choose(page, 'Éteindre');
    await expect(page.getByText('Arrêtée', { exact: true }).first()).toBeVisible(STOP);
    await page.getByRole('tab', { name: 'Activité' }).click();
    await expect(page.getByText('Le système s’est arrêté proprement.')).toBeVisible();
  });

  await test.step('it starts again, and is switched off by force', async () => {
    await page.getByRole('button', { name: 'Démarrer' }).click();
    await expect(page.getByText('En marche', { exact: true }).first()).toBeVisible(SOON);
    await choose(page, 'Forcer l’arrêt');
    await page.getByRole('button', { name: `Forcer l’arrêt de ${machine.name}` }).click();
    await expect(page.getByText('Arrêtée', { exact: true }).first()).toBeVisible(SOON);
  });

  await test.step('it is deleted, and nothing is left', async () => {
    await choose(page, 'Supprimer');
    await page.getByRole('button', { name: `Supprimer ${machine.name}` }).click();
    await page.getByRole('link', { name: 'Mes machines' }).first().click();
    await expect(page.getByRole('link', { name: 'Créer ma première machine' })).toBeVisible(SOON);
    expect((await page.request.get(`${portal.url}/api/vms/${vm.id}`)).status()).toBe(404);
    const traces = await tracesOf(await marksOf(portal));
    expect(traces.filter((name) => !isBoxImage(name))).toEqual([]);
    await expect(folderOf(portal.studentVms, vm.id)).rejects.toThrow();
  });
});

async function create(page: Page): Promise<Vm> {
  await page.getByRole('link', { name: 'Créer ma première machine' }).click();
  await page.getByLabel('Nom', { exact: true }).fill(machine.name);
  await page.getByLabel('Nom du compte').fill(machine.account);
  await page.getByLabel('Mot de passe du compte', { exact: true }).fill(machine.password);
  await page.getByLabel('Mot de passe de root', { exact: true }).fill('un autre mot de passe');
  await slide(page, 'Processeurs', machine.vcpus);
  await slide(page, 'Mémoire', '1024');
  await slide(page, 'Disque', machine.disk);
  await page.getByRole('button', { name: 'Créer la machine' }).click();
  await expect(page.getByRole('heading', { level: 1, name: machine.name })).toBeVisible();
  const [made] = (await (await page.request.get(`${portal.url}/api/vms`)).json()) as Vm[];
  const vm = made!;
  await page.goto(`${portal.url}/machines/${vm.id}/activite`);
  await expect(page.getByText('construction de la machine').first()).toBeVisible(SOON);
  // Vagrant's own words, as they come.
  await expect(page.getByText('Starting domain.')).toBeVisible(SOON);
  // No reload from here on: what changes is pushed.
  await expect(page.getByText('En marche', { exact: true }).first()).toBeVisible(BOOT);
  return (await (await page.request.get(`${portal.url}/api/vms/${vm.id}`)).json()) as Vm;
}

async function slide(page: Page, label: string, value: string): Promise<void> {
  await page.getByRole('slider', { name: label }).fill(value);
}

async function checkGuest(vm: Vm): Promise<void> {
  const folder = await folderOf(portal.studentVms, vm.id);
  const ask = (command: string) => inGuest(folder, vm.ipAddress ?? '', command);
  expect(await ask('hostname')).toBe(machine.name);
  expect((await ask(`id -nG ${machine.account}`)).split(' ')).toContain('sudo');
  expect(await ask('nproc')).toBe(machine.vcpus);
  const memory = Number(await ask("awk '/MemTotal/ { print $2 }' /proc/meminfo"));
  expect(memory).toBeGreaterThan(900 * 1024);
  expect(memory).toBeLessThanOrEqual(1024 * 1024);
  const disk = Number(await ask('lsblk -bndo SIZE /dev/vda'));
  expect(disk).toBe(Number(machine.disk) * 1024 ** 3);
  // The file system fills the disk but for the partition table and ext4's own books.
  const root = Number(await ask('df -B1 --output=size / | tail -n 1'));
  expect(root).toBeGreaterThan(0.95 * disk);
  expect(await ask('cat /etc/default/keyboard')).toMatch(/^XKBLAYOUT="?fr"?$/m);
  expect(await ask('cat /etc/timezone; readlink /etc/localtime')).toContain('Europe/Paris');
  expect(await ask('ls /etc/ssh/ssh_host_*_key | wc -l')).not.toBe('0');
}

async function workOnConsole(page: Page, vm: Vm): Promise<void> {
  const folder = await folderOf(portal.studentVms, vm.id);
  await page.goto(`${portal.url}/machines/${vm.id}/console`);
  const canvas = page.locator('vmm-console-screen canvas');
  await expect(canvas).toBeVisible(SOON);
  await expect.poll(() => litPixels(canvas), SOON).toBeGreaterThan(300);
  await canvas.click();
  // Whatever a kernel message has left on the line, a new prompt follows.
  await typeAzerty(page, '\n');
  await typeAzerty(page, `${machine.account}\n`);
  const isLoginAsking = () =>
    inGuest(folder, vm.ipAddress ?? '', 'pgrep -x login >/dev/null && echo yes || echo no');
  await expect.poll(isLoginAsking, SOON).toBe('yes');
  await page.waitForFunction(() => document.fonts.ready);
  await typeAzerty(page, `${machine.password}\n`);
  const shells = () => inGuest(folder, vm.ipAddress ?? '', `pgrep -cu ${machine.account} -x bash || true`);
  await expect.poll(shells, SOON).not.toBe('0');
  await typeAzerty(page, `echo 'déjà {vu} @ 2 + 3 #' > note\n`);
  const note = () =>
    inGuest(folder, vm.ipAddress ?? '', `sudo cat /home/${machine.account}/note 2>/dev/null || true`);
  await expect.poll(note, SOON).toBe('déjà {vu} @ 2 + 3 #');
  await page.goto(`${portal.url}/machines/${vm.id}`);
}

/** From the machine's own page. */
async function choose(page: Page, action: string): Promise<void> {
  await page.getByRole('button', { name: `Autres actions pour ${machine.name}` }).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

/** What a failed test has left, by the product's own means. */
async function removeEverything(): Promise<void> {
  const { request } = await import('@playwright/test');
  const { PASSWORD } = await import('../support/portal.js');
  const context = await request.newContext({ baseURL: portal.url });
  await context.post('/api/auth/login', { data: { username: 'admin', password: PASSWORD } });
  const list = async () => (await (await context.get('/api/vms')).json()) as Vm[];
  for (const { id } of await list()) await context.delete(`/api/vms/${id}`);
  await expect.poll(async () => (await list()).length, SOON).toBe(0);
  await context.dispose();
}
