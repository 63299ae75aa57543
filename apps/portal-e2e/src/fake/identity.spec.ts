import { expect, request, test, type Page } from '@playwright/test';
import type { Account, Group } from '@vm-manager/contracts';
import { violationsOf } from '../support/accessibility.js';
import { Client } from '../support/client.js';
import { Portal } from '../support/portal.js';
import { signIn } from '../support/sign-in.js';

const NEW_PASSWORD = 'un autre mot de passe';

let portal: Portal;
let admin: Client;

test.beforeAll(async () => {
  portal = await Portal.open();
  admin = await Client.signedIn(portal, 'admin');
});

test.afterAll(async () => {
  await portal.close();
});

async function accountOf(username: string): Promise<Account> {
  const answer = await admin.http.get('/api/users', { params: { search: username } });
  const found = ((await answer.json()) as Account[]).find((account) => account.username === username);
  if (!found) throw new Error(`No account ${username}`);
  return found;
}

async function makeGroup(name: string): Promise<Group> {
  return (await (await admin.http.post('/api/groups', { data: { name } })).json()) as Group;
}

async function openAs(page: Page, username: string, path: string): Promise<void> {
  await signIn(page, portal, username);
  await page.goto(`${portal.url}/${path}`);
}

test('an account is found as one types, and disabling it ends what it has open', async ({
  browser,
  page,
}) => {
  const other = await browser.newPage();
  await signIn(other, portal, 'bob');
  await openAs(page, 'admin', 'administration/comptes');
  await page.getByRole('searchbox').fill('bob');
  await expect(page.getByText('1 compte trouvé')).toBeVisible();
  await expect(page).toHaveURL(/search=bob/);
  await page.getByRole('row').getByRole('link').click();
  await page.getByRole('button', { name: 'Désactiver bob' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Désactiver bob' }).click();
  await expect(page.getByText('Ce compte est désactivé')).toBeVisible();
  await expect(other).toHaveURL(/connexion/);
  await page.getByRole('button', { name: 'Réactiver bob' }).click();
  await expect(page.getByText('Cette personne peut se connecter.')).toBeVisible();
  await other.close();
});

test('nobody takes their own role or access away', async ({ page }) => {
  const { id } = await accountOf('admin');
  await openAs(page, 'admin', `administration/comptes/${id}`);
  await expect(page.getByText(/votre propre compte/)).toHaveCount(2);
  await expect(page.getByRole('radio', { name: 'Étudiant' })).toBeDisabled();
  await expect(page.getByRole('button', { name: /^Désactiver/ })).toHaveCount(0);
});

test('a role is changed after a warning, and opens and closes what goes with it', async ({
  page,
  browser,
}) => {
  const { id } = await accountOf('bob');
  const other = await browser.newPage();
  await signIn(other, portal, 'bob');
  await openAs(page, 'admin', `administration/comptes/${id}`);
  await page.getByRole('radio', { name: 'Enseignant' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Annuler' }).click();
  await expect(page.getByRole('radio', { name: 'Étudiant' })).toBeChecked();
  await page.getByRole('radio', { name: 'Enseignant' }).click();
  await page.getByRole('button', { name: 'Donner le rôle « Enseignant »' }).click();
  await expect(other).toHaveURL(/connexion/);
  await signIn(other, portal, 'bob');
  await expect(other.getByRole('link', { name: 'Classes' })).toBeVisible();
  await admin.http.patch(`/api/users/${id}`, { data: { role: 'student' } });
  await other.close();
});

test('a local account is made, a name that is taken is said on its field', async ({ page }) => {
  await openAs(page, 'admin', 'administration/comptes');
  await page.getByRole('button', { name: 'Nouveau compte local' }).click();
  const dialog = page.getByRole('dialog');
  // Opened, it takes the focus: who types elsewhere before that types there.
  await expect(dialog.getByLabel('Identifiant')).toBeFocused();
  await dialog.getByLabel('Identifiant').fill('alice');
  await dialog.getByLabel('Prénom et nom').fill('Élodie Petit');
  await dialog.getByLabel('Courriel').fill('elodie');
  await dialog.getByLabel('Mot de passe', { exact: true }).fill(NEW_PASSWORD);
  await dialog.getByRole('button', { name: 'Créer le compte' }).click();
  await expect(dialog.locator('mat-error')).toHaveCount(1);
  await dialog.getByLabel('Courriel').fill('');
  await dialog.getByRole('button', { name: 'Créer le compte' }).click();
  await expect(dialog.getByText(/déjà pris/)).toBeVisible();
  await dialog.getByLabel('Identifiant').fill('elodie');
  await dialog.getByRole('button', { name: 'Créer le compte' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Élodie Petit' })).toBeVisible();
});

test('a group gets its members from a file, once no line is refused', async ({ page }) => {
  const { id } = await makeGroup('SISR import');
  await openAs(page, 'admin', `administration/groupes/${id}/import`);
  const paste = page.getByLabel('Ou coller les lignes ici');
  await paste.fill('identifiant;rôle\nalice;étudiant\npersonne;étudiant\nprof;enseignant');
  await page.getByRole('button', { name: 'Vérifier' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'personne' })).toContainText('Refusée');
  await expect(page.getByRole('button', { name: 'Importer', exact: true })).toBeDisabled();
  await page.locator('input[type=file]').setInputFiles({
    name: 'classe.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('login,role\nalice,\nprof,prof\n'),
  });
  await expect(page.getByText(/2\sajouts\./)).toBeVisible();
  await page.getByRole('button', { name: 'Importer', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'SISR import' })).toBeVisible();
  await expect(page.getByText('1 étudiant · 1 enseignant')).toBeVisible();
});

test('members come and go one by one, and a group is deleted by its name', async ({ page }) => {
  const { id } = await makeGroup('Atelier');
  await openAs(page, 'admin', `administration/groupes/${id}?vue=membres`);
  await page.getByLabel(/Ajouter quelqu’un/).fill('bo');
  await page.getByRole('option', { name: /bob/ }).click();
  await page.getByRole('button', { name: 'Ajouter' }).click();
  const row = page.getByRole('row').filter({ hasText: 'bob' });
  await expect(row).toContainText('Étudiant');
  await page.getByLabel(/Ajouter quelqu’un/).fill('personne');
  await page.getByRole('button', { name: 'Ajouter' }).click();
  await expect(page.locator('vmm-add-member [role=alert]')).not.toBeEmpty();
  await row.getByRole('button').click();
  await page.getByRole('menuitem', { name: 'Retirer du groupe' }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Retirer/ })
    .click();
  await expect(page.getByText('Personne dans ce groupe')).toBeVisible();
  await page.getByRole('button', { name: 'Supprimer' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Supprimer Atelier' }).click();
  await expect(page).toHaveURL(/administration\/groupes$/);
  await expect(page.getByRole('link', { name: 'Atelier' })).toHaveCount(0);
});

test('a teacher sees the class and goes to one student’s machines; administration is not there', async ({
  page,
}) => {
  await signIn(page, portal, 'prof');
  await page.getByRole('link', { name: 'Classes' }).click();
  await page.getByRole('link', { name: 'demo', exact: true }).click();
  await expect(page.getByRole('row').filter({ hasText: 'alice' })).toBeVisible();
  await page.getByRole('link', { name: 'Alice', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Alice' })).toBeVisible();
  await page.goto(`${portal.url}/administration/comptes`);
  await expect(page.getByRole('heading', { level: 1, name: 'Page introuvable' })).toBeVisible();
});

test('the page of a person who is not one’s student is not there', async ({ page }) => {
  const { id } = await accountOf('admin');
  await openAs(page, 'prof', `personnes/${id}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Personne introuvable' })).toBeVisible();
});

test('a token is shown once, works as long as it is not revoked', async ({ page }) => {
  await openAs(page, 'alice', 'compte');
  await page.getByRole('button', { name: 'Nouveau jeton' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('radio', { name: /Administrer/ })).toHaveCount(0);
  await dialog.getByLabel('À quoi sert-il').fill('sauvegarde');
  await dialog.getByRole('button', { name: 'Créer le jeton' }).click();
  const secret = await dialog.locator('code').first().textContent();
  const script = await request.newContext({
    baseURL: portal.url,
    extraHTTPHeaders: { Authorization: `Bearer ${secret ?? ''}` },
  });
  expect((await script.get('/api/vms')).status()).toBe(200);
  await dialog.getByRole('button', { name: 'J’ai copié le jeton' }).click();
  await expect(page.getByRole('strong').filter({ hasText: 'sauvegarde' })).toBeVisible();
  expect(await page.content()).not.toContain(secret ?? 'nothing');
  await page.getByRole('button', { name: 'Révoquer sauvegarde' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Révoquer sauvegarde' }).click();
  await expect(page.getByText('Aucun jeton.')).toBeVisible();
  expect((await script.get('/api/vms')).status()).toBe(401);
  await script.dispose();
});

test('another device is closed from one’s account, and this one stays', async ({ browser, page }) => {
  await Client.signedIn(portal, 'alice');
  const other = await browser.newPage();
  await signIn(other, portal, 'alice');
  await openAs(page, 'alice', 'compte');
  await expect(page.getByText('Cet appareil')).toBeVisible();
  await page.getByRole('button', { name: /^Fermer (l’autre|les \d+ autres)/ }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Fermer/ })
    .click();
  await expect(other).toHaveURL(/connexion/);
  await expect(page.getByRole('button', { name: /^Fermer/ })).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Mon compte' })).toBeVisible();
  await other.close();
});

test('the log tells in sentences what was done, and the address keeps the filters', async ({ page }) => {
  const { id } = await makeGroup('SISR journal');
  await admin.http.post(`/api/groups/${id}/members`, { data: { username: 'bob' } });
  await openAs(page, 'admin', 'administration/journal?kind=group');
  await expect(page.getByText('Administration a ajouté bob au groupe SISR journal')).toBeVisible();
  await page.getByLabel('Action').selectOption({ label: 'Création' });
  await expect(page.getByText('Administration a créé le groupe SISR journal')).toBeVisible();
  await expect(page.getByText('a ajouté bob')).toHaveCount(0);
  await expect(page).toHaveURL(/action=group\.create/);
  await page.getByText('Administration a créé le groupe SISR journal').click();
  await expect(page.getByText(id)).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [390, 1280])
    test(`no screen of identity has an accessibility violation (${colorScheme}, ${width} px)`, async ({
      browser,
    }) => {
      const group = await makeGroup(`Classe ${colorScheme} ${width}`);
      await admin.http.post(`/api/groups/${group.id}/members`, { data: { username: 'alice' } });
      const { id } = await accountOf('alice');
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: 800 },
        locale: 'fr-FR',
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      await signIn(page, portal, 'admin');
      for (const path of [
        'administration/comptes',
        'administration/comptes?search=introuvable',
        `administration/comptes/${id}`,
        'administration/groupes',
        `administration/groupes/${group.id}`,
        `administration/groupes/${group.id}/import`,
        'administration/journal',
        'compte',
      ]) {
        await page.goto(`${portal.url}/${path}`);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
        expect(await violationsOf(page, path)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      }
      await context.close();
    });
