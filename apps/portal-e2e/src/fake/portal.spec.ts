import { expect, test } from '@playwright/test';
import { violationsOf } from '../support/accessibility.js';
import { Client } from '../support/client.js';
import { litPixels } from '../support/picture.js';
import { Portal } from '../support/portal.js';
import { signIn } from '../support/sign-in.js';

const password = 'secret de test';
const wish = { username: 'eleve', password, rootPassword: password };

let portal: Portal;
let alice: Client;
let admin: Client;

test.beforeAll(async () => {
  portal = await Portal.open({ VMM_BIN_DAYS: '7' });
  [alice, admin] = [await Client.signedIn(portal, 'alice'), await Client.signedIn(portal, 'admin')];
});

test.afterAll(() => portal.close());

test.afterEach(async () => {
  await Promise.all((await alice.list()).map(({ id }) => alice.remove(id, 30_000)));
  await admin.emptyBin(30_000);
});

test('a wrong password is said under the field, and the wanted page opens after the right one', async ({
  page,
}) => {
  await page.goto(`${portal.url}/machines/nouvelle`);
  await expect(page).toHaveURL(/\/connexion/);
  await page.getByLabel('Identifiant').fill('alice');
  await page.getByLabel('Mot de passe', { exact: true }).fill('faux');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/mot de passe incorrect/i)).toBeVisible();
  await page.getByLabel('Mot de passe', { exact: true }).fill('mot de passe de test');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Nouvelle machine' })).toBeVisible();
});

test('the rules of a password are ticked as they are met, and what is wrong is said on its field', async ({
  page,
}) => {
  await signIn(page, portal, 'alice');
  await page.getByRole('link', { name: 'Créer ma première machine' }).click();
  await page.getByLabel('Nom', { exact: true }).fill('pas de nom !');
  await page.getByLabel('Nom du compte').fill('root');
  await page.getByLabel('Mot de passe du compte', { exact: true }).fill('court');
  await page.getByRole('button', { name: 'Créer la machine' }).click();
  await expect(page.getByText(/Uniquement des lettres sans accent/)).toBeVisible();
  await expect(page.getByText(/celui d’un compte ou d’un groupe du système/)).toBeVisible();
  expect(await alice.list()).toEqual([]);
});

test('the help opens what is written of the page one is on, beside it, and is searched without accents', async ({
  page,
  context,
}) => {
  await signIn(page, portal, 'alice');
  await page.goto(`${portal.url}/machines/nouvelle`);
  const opened = context.waitForEvent('page');
  await page.getByRole('link', { name: 'Aide sur cette page (nouvel onglet)' }).click();
  const help = await opened;
  await expect(help.getByRole('heading', { level: 2, name: 'Créer une première machine' })).toBeInViewport();
  const picture = help.getByRole('img', { name: /^Le formulaire.*modèle/ });
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0);
  await help.getByRole('searchbox', { name: 'Rechercher dans l’aide' }).fill('memoire disque');
  await expect(help.getByRole('status').filter({ hasText: 'passages trouvés' })).toBeVisible();
  expect(await violationsOf(help, 'aide')).toEqual([]);
  await help.getByRole('link', { name: 'Quota, et comment demander plus' }).last().click();
  await expect(help).toHaveURL(/\/aide\/guide-etudiant#quota-et-comment-demander-plus$/);
  await expect(
    help.getByRole('heading', { level: 2, name: 'Quota, et comment demander plus' }),
  ).toBeFocused();
});

test('a machine is made, seen and used without a reload, in the keyboard’s own order', async ({ page }) => {
  await signIn(page, portal, 'alice');
  const vm = await alice.create({ ...wish, name: 'web1' });
  // Made elsewhere, pushed here.
  await expect(page.getByRole('link', { name: 'web1' }).first()).toBeVisible();
  await expect(page.getByText('En marche', { exact: true })).toBeVisible({ timeout: 30_000 });
  await page.goto(`${portal.url}/machines/${vm.id}/console`);
  const canvas = page.locator('vmm-console-screen canvas');
  await expect(canvas).toBeVisible();
  await expect.poll(() => litPixels(canvas)).toBeGreaterThan(300);
  await alice.http.post(`/api/vms/${vm.id}/force-off`);
  await expect(page.getByRole('heading', { name: 'web1 n’est pas en marche' })).toBeVisible();
});

test('what becomes of a deleted machine is said before; then it waits in the bin and comes back by one click', async ({
  page,
}) => {
  await signIn(page, portal, 'alice');
  const { id } = await alice.create({ ...wish, name: 'web1' });
  await expect(page.getByText('En marche', { exact: true })).toBeVisible({ timeout: 30_000 });
  await page.goto(`${portal.url}/machines/${id}/reglages`);
  await expect(page.getByText('peut être restaurée pendant 7 jours')).toBeVisible();
  await page.getByRole('button', { name: 'Supprimer web1' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText(/part à la corbeille.*garde son disque/);
  await dialog.getByRole('button', { name: 'Supprimer web1' }).click();
  await expect(page).toHaveURL(/\/machines$/);
  await page.getByRole('link', { name: 'Corbeille' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'web1' })).toContainText(
    'Supprimée définitivement',
  );
  expect(await violationsOf(page, 'corbeille')).toEqual([]);
  await page.getByRole('button', { name: 'Restaurer web1' }).click();
  await expect(page.getByText('La corbeille est vide')).toBeVisible();
  await page.getByRole('link', { name: 'Mes machines' }).first().click();
  await expect(page.getByRole('link', { name: 'web1' }).first()).toBeVisible();
});

test('eight tabs stay alive on one event stream', async ({ context, page }) => {
  await signIn(page, portal, 'alice');
  const tabs = await Promise.all(
    Array.from({ length: 7 }, async () => {
      const tab = await context.newPage();
      await tab.goto(`${portal.url}/machines`);
      return tab;
    }),
  );
  await alice.create({ ...wish, name: 'partout' });
  for (const tab of [page, ...tabs])
    await expect(tab.getByRole('link', { name: 'partout' }).first()).toBeVisible({ timeout: 20_000 });
});

test('a teacher finds the machines of the class, filters them, and the address keeps the filter', async ({
  page,
}) => {
  await alice.create({ ...wish, name: 'serveur-a' });
  await alice.create({ ...wish, name: 'serveur-b' });
  await signIn(page, portal, 'prof');
  await page.goto(`${portal.url}/toutes?search=serveur-b`);
  await expect(page.getByText('serveur-b').first()).toBeVisible();
  await expect(page.getByText('serveur-a')).toHaveCount(0);
});

test('a name of 63 characters breaks nothing on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await alice.create({ ...wish, name: 'x'.repeat(63) });
  await signIn(page, portal, 'alice');
  await expect(page.getByRole('link', { name: 'x'.repeat(63) }).first()).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [390, 1280])
    test(`no screen has an accessibility violation (${colorScheme}, ${width} px)`, async ({ browser }) => {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: 800 },
        locale: 'fr-FR',
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      await page.goto(`${portal.url}/connexion`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(await violationsOf(page, 'connexion')).toEqual([]);
      await signIn(page, portal, 'alice');
      expect(await violationsOf(page, 'vide')).toEqual([]);
      const { id } = await alice.create({ ...wish, name: 'web1' });
      for (const path of [
        'machines',
        'machines/nouvelle',
        'machines/corbeille',
        `machines/${id}`,
        `machines/${id}/activite`,
        `machines/${id}/reglages`,
        `machines/${id}/restauration`,
        'nulle-part',
      ]) {
        await page.goto(`${portal.url}/${path}`);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        expect(await violationsOf(page, path)).toEqual([]);
      }
      await context.close();
    });
