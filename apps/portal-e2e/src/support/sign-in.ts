import { expect, type Page } from '@playwright/test';
import { PASSWORD, type Portal } from './portal.js';

export async function signIn(page: Page, portal: Pick<Portal, 'url'>, username: string): Promise<void> {
  await page.goto(`${portal.url}/connexion`);
  await page.getByLabel('Identifiant').fill(username);
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  // The page of who is signed in, not the moment in between: a heading that is missing is no other heading.
  await expect(page).not.toHaveURL(/\/connexion/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}
