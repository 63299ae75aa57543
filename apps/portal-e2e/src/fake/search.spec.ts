import { expect, test } from '@playwright/test';
import type { Group } from '@vm-manager/contracts';
import { violationsOf } from '../support/accessibility.js';
import { Client } from '../support/client.js';
import { Portal } from '../support/portal.js';
import { signIn } from '../support/sign-in.js';

const wish = { username: 'eleve', password: 'secret de test', rootPassword: 'secret de test' };

let portal: Portal;
let alice: Client;

test.beforeAll(async () => {
  portal = await Portal.open();
  alice = await Client.signedIn(portal, 'alice');
});

test.afterAll(async () => {
  await Promise.all((await alice.list()).map(({ id }) => alice.remove(id, 30_000)));
  await portal.close();
});

test('a teacher gets to a machine, a student and a class with the keyboard alone', async ({ page }) => {
  const { id } = await alice.create({ ...wish, name: 'annuaire-1' });
  await signIn(page, portal, 'prof');
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: 'Rechercher' });
  await expect(box).toBeFocused();
  await box.fill('1 ANNU');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${portal.url}/machines/${id}`);
  await expect(page.locator('main')).toBeFocused();

  await page.keyboard.press('ControlOrMeta+k');
  await box.fill('alice');
  const people = page.getByRole('group', { name: 'Personnes' });
  await expect(people.getByRole('option')).toHaveCount(1);
  await people.getByRole('option').click();
  await expect(page).toHaveURL(/\/personnes\//);

  await page.keyboard.press('Control+k');
  const prof = await Client.signedIn(portal, 'prof');
  const [group] = (await (await prof.http.get('/api/groups')).json()) as Group[];
  await box.fill(group?.name.toUpperCase() ?? '');
  await page.getByRole('group', { name: 'Classes' }).getByRole('option').first().click();
  await expect(page).toHaveURL(/\/classes\//);
});

test('a student finds machines and pages, on a phone too; Escape gives the focus back', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await signIn(page, portal, 'alice');
  const button = page.getByRole('button', { name: 'Rechercher' });
  await button.click();
  await expect(page.getByRole('group', { name: 'Personnes' })).toHaveCount(0);
  const box = page.getByRole('combobox', { name: 'Rechercher' });
  await box.fill('rien de tel');
  await expect(page.getByRole('status').filter({ hasText: 'Rien ne correspond' })).toBeVisible();
  expect(await violationsOf(page, 'search')).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
  await button.click();
  await box.fill('demandes');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/demandes$/);
});
