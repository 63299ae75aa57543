import { expect, test, type Page } from '@playwright/test';
import { Portal } from '../support/portal.js';
import { signIn } from '../support/sign-in.js';

let portal: Portal;
test.beforeAll(async () => {
  portal = await Portal.open();
});
test.afterAll(() => portal.close());

/** As after an upgrade: what this tab has not loaded yet is gone; who loads the page anew gets the new version. */
async function upgrade(page: Page): Promise<void> {
  const isScript = /\.js$/;
  await page.route(isScript, (route) => route.fulfill({ status: 404, body: '{}' }));
  page.on('request', (request) => {
    if (request.isNavigationRequest()) void page.unroute(isScript);
  });
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

test('a tab from before an upgrade loads the new portal at the wanted page by itself', async ({ page }) => {
  await signIn(page, portal, 'alice');
  await upgrade(page);
  await page.getByRole('link', { name: 'Mes demandes' }).click();
  await expect(heading(page, 'Mes demandes')).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/demandes');
});

test('what was typed is not thrown away: the person is told, and chooses when', async ({ page }) => {
  await signIn(page, portal, 'alice');
  await page.goto(`${portal.url}/machines/nouvelle`);
  await page.getByLabel('Nom', { exact: true }).fill('serveur-web');
  await upgrade(page);
  await page.getByRole('link', { name: 'Mes demandes' }).click();
  await expect(page.getByText(/Le portail a été mis à jour/)).toBeVisible();
  await expect(page.getByLabel('Nom', { exact: true })).toHaveValue('serveur-web');
  await page.getByRole('button', { name: 'Recharger la page' }).click();
  await expect(heading(page, 'Mes demandes')).toBeVisible();
});

test('while nobody answers the click says so, and the page is still there', async ({ page, context }) => {
  await signIn(page, portal, 'alice');
  await context.setOffline(true);
  await page.getByRole('link', { name: 'Mes demandes' }).click();
  await expect(page.getByText('Le portail ne répond pas', { exact: true })).toBeVisible();
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await expect(heading(page, 'Mes demandes')).toBeVisible();
});
