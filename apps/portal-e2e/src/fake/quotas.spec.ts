import { expect, test, type Page } from '@playwright/test';
import type { Group, ResourceRequest, Vm } from '@vm-manager/contracts';
import { violationsOf } from '../support/accessibility.js';
import { Client } from '../support/client.js';
import { Portal } from '../support/portal.js';
import { signIn } from '../support/sign-in.js';

const wish = { username: 'eleve', password: 'secret de test', rootPassword: 'secret de test' };
const reason = 'Le serveur de base de données du projet manque de mémoire.';

let portal: Portal;
let alice: Client;
let bob: Client;
let admin: Client;

test.beforeAll(async () => {
  portal = await Portal.open();
  alice = await Client.signedIn(portal, 'alice');
  bob = await Client.signedIn(portal, 'bob');
  admin = await Client.signedIn(portal, 'admin');
});

test.afterAll(async () => {
  await portal.close();
});

test.afterEach(async () => {
  await Promise.all((await admin.list()).map(({ id }) => admin.remove(id, 30_000)));
});

async function openAs(page: Page, username: string, path: string): Promise<void> {
  await signIn(page, portal, username);
  await page.goto(`${portal.url}/${path}`);
}

const idOf = async (client: Client): Promise<string> =>
  ((await (await client.http.get('/api/auth/me')).json()) as { id: string }).id;

async function running(client: Client, name: string): Promise<Vm> {
  const vm = await client.create({ ...wish, name });
  await client.finished(vm.id, 30_000);
  return vm;
}

async function ask(client: Client, vmId: string, want: ResourceRequest['want']): Promise<void> {
  const answer = await client.http.post('/api/requests', { data: { vmId, want, reason } });
  expect(answer.status()).toBe(201);
}

test('a student asks, the teacher approves half, and the student sees it without reloading', async ({
  browser,
  page,
}) => {
  const vm = await running(alice, 'base');
  await openAs(page, 'alice', `demandes/nouvelle?vm=${vm.id}`);
  await page.getByRole('slider', { name: 'Mémoire' }).focus();
  for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'Envoyer la demande' }).click();
  await expect(page.getByText(/Encore 10 caractères au moins/)).toBeVisible();
  await page.getByLabel('Motif').fill(reason);
  await page.getByRole('button', { name: 'Envoyer la demande' }).click();
  await expect(page.getByText('En attente d’une réponse de vos enseignants.')).toBeVisible();

  const teacher = await (await browser.newContext({ locale: 'fr-FR' })).newPage();
  await openAs(teacher, 'prof', 'demandes');
  await expect(teacher.getByText('1 demande attend votre réponse.')).toBeVisible();
  await expect(teacher.getByText(reason)).toBeVisible();
  await teacher.getByRole('button', { name: /^Ajuster/ }).click();
  await teacher.getByLabel('Mémoire').fill('1,5');
  await teacher.getByLabel(/Un mot/).fill('Commençons par là.');
  await teacher.getByRole('button', { name: 'Accepter', exact: true }).click();

  await expect(page.getByText(/a accepté une partie/)).toBeVisible();
  await expect(page.getByText('Commençons par là.').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /Notifications, 1 non lue/ })).toBeVisible();
  await expect.poll(async () => (await alice.vm(vm.id))?.memoryMiB).toBe(1536);
  await page.getByRole('button', { name: /Notifications, 1 non lue/ }).click();
  await page.getByRole('menuitem', { name: /a accepté votre demande/ }).click();
  await expect(page).toHaveURL(/\/demandes\/[0-9a-f-]+$/);
  await expect(page.getByRole('button', { name: 'Notifications', exact: true })).toBeVisible();
  await teacher.context().close();
});

test('what a new machine would mean is said while it is chosen, and the bars follow', async ({ page }) => {
  await admin.http.put(`/api/users/${await idOf(alice)}/quota`, { data: { vms: 1 } });
  await openAs(page, 'alice', 'machines/nouvelle');
  await expect(page.getByText('1 sur 1')).toBeVisible();
  await running(alice, 'seule');
  // Pushed: the form was open before the machine existed.
  await expect(page.getByText(/Le quota ne suffit pas\s: machines \(2 sur 1\)/)).toBeVisible();
  await page.getByRole('link', { name: 'Demander plus' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Nouvelle demande' })).toBeVisible();
  await page.getByRole('textbox', { name: /^Machines/ }).fill('3');
  await page.getByLabel('Motif').fill('Il me faut un client et deux serveurs.');
  await page.getByRole('button', { name: 'Envoyer la demande' }).click();
  await expect(page.getByText('3 machines', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Annuler la demande' }).click();
  await expect(page.getByText('La demande a été annulée.')).toBeVisible();
  await admin.http.put(`/api/users/${await idOf(alice)}/quota`, { data: { vms: null } });
});

test('several requests are decided at once, and a rejection wants a word', async ({ page }) => {
  const [first, second] = [await running(alice, 'une'), await running(bob, 'deux')];
  await ask(alice, first.id, { vcpus: 2 });
  await ask(bob, second.id, { vcpus: 2 });
  await openAs(page, 'prof', 'demandes');
  await expect(page.getByText('2 demandes attendent votre réponse.')).toBeVisible();
  await page.getByRole('button', { name: 'Tout sélectionner' }).click();
  const several = page.getByRole('group', { name: 'Plusieurs demandes à la fois' });
  await several.getByRole('button', { name: 'Refuser' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Refuser' })).toBeDisabled();
  await dialog.getByRole('textbox').fill('Deux processeurs ne changent rien à ce travail.');
  await dialog.getByRole('button', { name: 'Refuser' }).click();
  await expect(page.getByText('Rien n’attend.')).toBeVisible();
  const requests = (await (await alice.http.get('/api/requests')).json()) as ResourceRequest[];
  expect(requests[0]).toMatchObject({ state: 'rejected' });
});

test('a teacher sees who is near the limit, gives several people a quota and shuts their machines down', async ({
  page,
}) => {
  await running(alice, 'une');
  await running(alice, 'autre');
  const { id } = ((await (await admin.http.get('/api/groups')).json()) as Group[])[0]!;
  await openAs(page, 'prof', `classes/${id}?vue=membres&sort=use`);
  const students = page.getByRole('row').filter({ hasText: 'Étudiant' });
  await expect(students.first()).toContainText('alice');
  await expect(students.first()).toContainText(/Machines\s: 2 sur 4/);
  await page.getByRole('checkbox', { name: 'Tout sélectionner' }).check();
  await page.getByRole('button', { name: 'Définir le quota' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Machines').fill('2');
  await dialog.getByRole('button', { name: 'Définir le quota' }).click();
  await expect(students.first()).toContainText(/Machines\s: 2 sur 2/);
  for (const client of [alice, bob]) {
    const quota = await (await client.http.get('/api/quota')).json();
    expect(quota).toMatchObject({ own: { vms: 2, vcpus: null }, effective: { vms: 2, vcpus: 8 } });
  }
  await page.getByRole('link', { name: 'Machines', exact: true }).click();
  await page.getByRole('checkbox', { name: /^Sélectionner Alice/ }).check();
  await page.getByRole('button', { name: 'Éteindre (2)' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('autre — Alice');
  await page.getByRole('button', { name: 'Éteindre 2 machines' }).click();
  await expect
    .poll(async () => (await alice.list()).map(({ state }) => state))
    .toEqual(['stopped', 'stopped']);
  await page.getByRole('link', { name: 'Membres et quotas' }).click();
  // They differ from here on, and inherit all the same.
  await admin.http.put(`/api/users/${await idOf(bob)}/quota`, { data: { vms: 5 } });
  await page.getByRole('checkbox', { name: 'Tout sélectionner' }).check();
  await page.getByRole('button', { name: 'Définir le quota' }).click();
  await dialog.getByRole('button', { name: 'Revenir aux valeurs du groupe' }).click();
  await dialog.getByRole('button', { name: 'Définir le quota' }).click();
  await expect(students.first()).toContainText(/Machines\s: \d sur \d/);
  for (const client of [alice, bob])
    expect(await (await client.http.get('/api/quota')).json()).toMatchObject({ own: { vms: null } });
});

test('several machines are deleted from the list of all, and what is refused is named', async ({ page }) => {
  for (const name of ['une', 'deux', 'trois']) await running(alice, name);
  await openAs(page, 'admin', 'toutes?search=une');
  await page.getByRole('checkbox', { name: 'Sélectionner une' }).check();
  await expect(page.getByText('1 machine sélectionnée')).toBeVisible();
  // What is ticked stays so under another filter.
  await page.getByRole('searchbox').fill('deux');
  await page.getByRole('checkbox', { name: 'Sélectionner deux' }).check();
  await expect(page.getByText('2 machines sélectionnées, dont 1 hors de cette liste')).toBeVisible();
  await page.getByRole('searchbox').fill('');
  await page.getByRole('button', { name: 'Supprimer (2)' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Supprimer 2 machines' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'trois' })).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(1);
  await expect.poll(async () => (await alice.list()).map(({ name }) => name)).toEqual(['trois']);
});

test('an administrator sets the default and a group’s budget, and sees what the host promises', async ({
  page,
}) => {
  await openAs(page, 'admin', 'administration/quotas');
  const form = page.locator('vmm-default-quota-form');
  await form.getByLabel('Machines').fill('');
  await expect(form.getByText('Indiquez une valeur dans chaque champ.')).toBeVisible();
  await form.getByLabel('Machines').fill('5');
  await form.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Le quota est enregistré.')).toBeVisible();
  expect(await (await alice.http.get('/api/quota')).json()).toMatchObject({ effective: { vms: 5 } });
  await form.getByLabel('Machines').fill('4');
  await form.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByRole('button', { name: 'Modifier les quotas du groupe demo' }).click();
  const budget = page.getByRole('dialog').locator('vmm-limit-fields').first();
  // A dialog gives its first field the focus once it is open: what is typed before goes there.
  await expect(budget.getByRole('textbox').first()).toBeFocused();
  await budget.getByRole('textbox', { name: 'Mémoire', exact: true }).fill('24,5');
  await page.getByRole('dialog').getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('0 sur 24,5 Gio')).toBeVisible();
  await page.getByRole('tab', { name: 'Hôtes' }).click();
  await expect(page.getByText('Limite de réservation').first()).toBeVisible();
});

test('a machine gets another name and size from its settings, and what waits for its start is said', async ({
  page,
}) => {
  const vm = await running(alice, 'ancien');
  await openAs(page, 'alice', `machines/${vm.id}/reglages`);
  await page.getByLabel('Nom', { exact: true }).fill('nouveau');
  await page.getByRole('button', { name: 'Renommer' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'nouveau' })).toBeVisible();
  // While a job is under way the forms wait.
  await expect(page.locator('[inert]')).toHaveCount(0);
  await page.getByRole('slider', { name: 'Processeurs' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'Changer la taille' }).click();
  await expect.poll(async () => (await alice.vm(vm.id))?.vcpus).toBe(2);
  // The page knows of it: there is nothing to change.
  await expect(page.getByRole('button', { name: 'Changer la taille' })).toBeDisabled();
  // While a job is under way the forms wait.
  await expect(page.locator('[inert]')).toHaveCount(0);
  await page.getByRole('slider', { name: 'Processeurs' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByText(/ce qui diminue s’appliquera à son prochain démarrage/)).toBeVisible();
  await page.getByRole('button', { name: 'Changer la taille' }).click();
  await expect(page.getByText(/Au prochain démarrage\s: 1\svCPU/).first()).toBeVisible();
});

test('every new page is without violations, narrow and wide, light and dark', async ({ browser, page }) => {
  // 56 pages, each looked through by axe.
  test.setTimeout(360_000);
  const vm = await running(alice, 'web1');
  await ask(alice, vm.id, { memoryMiB: 4096 });
  const { id: groupId } = ((await (await admin.http.get('/api/groups')).json()) as Group[])[0]!;
  const pages: [who: string, paths: string[]][] = [
    [
      'alice',
      [
        'machines',
        'demandes',
        `demandes/nouvelle?vm=${vm.id}`,
        'machines/nouvelle',
        `machines/${vm.id}/reglages`,
      ],
    ],
    [
      'prof',
      [
        'demandes',
        'classes',
        `classes/${groupId}`,
        `classes/${groupId}?vue=membres`,
        `personnes/${await idOf(alice)}`,
        'toutes',
      ],
    ],
    [
      'admin',
      ['administration/quotas', 'administration/hotes', `administration/comptes/${await idOf(alice)}`],
    ],
  ];
  const found: string[] = [];
  for (const [who, paths] of pages) {
    for (const width of [390, 1280]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({
          viewport: { width, height: 844 },
          colorScheme,
          locale: 'fr-FR',
        });
        const tab = await context.newPage();
        await signIn(tab, portal, who);
        for (const path of paths) {
          await tab.goto(`${portal.url}/${path}`);
          await expect(tab.getByRole('heading', { level: 1 })).toBeVisible();
          await expect(tab.locator('[aria-busy=true], .skeleton')).toHaveCount(0);
          found.push(...(await violationsOf(tab, `${path} ${width} ${colorScheme}`)));
          const overflow = await tab.evaluate('document.documentElement.scrollWidth - innerWidth');
          if (Number(overflow) > 0) found.push(`${path} ${width}: wider than the window by ${overflow} px`);
        }
        await context.close();
      }
    }
  }
  await page.close();
  expect(found).toEqual([]);
});
