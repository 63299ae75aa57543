import { expect, test, type Page } from '@playwright/test';
import type { BoxImports, TemplateSettings } from '@vm-manager/contracts';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { violationsOf } from '../support/accessibility.js';
import { Client } from '../support/client.js';
import { Portal } from '../support/portal.js';
import { signIn } from '../support/sign-in.js';

const MIB = 2 ** 20;
const UPLOADS = '/api/boxes/uploads';

let portal: Portal;
test.beforeAll(async () => {
  portal = await Portal.open();
});
test.afterAll(() => portal.close());

const sectionOf = (page: Page, name: string) => page.getByRole('region', { name });
const windows = (page: Page) => sectionOf(page, 'Windows Server 2022');

async function open(page: Page): Promise<void> {
  await page.goto(`${portal.url}/administration/modeles`);
  await expect(windows(page)).toBeVisible();
}

async function choose(page: Page, button: string, file: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await windows(page).getByRole('button', { name: button }).click();
  await (await chooser).setFiles(file);
}

/** A box of three pieces. */
async function makeBox(): Promise<string> {
  const work = join(portal.folder, 'work');
  await mkdir(work);
  const run = promisify(execFile);
  await run('qemu-img', ['create', '-q', '-f', 'qcow2', join(work, 'box.img'), '40G']);
  await appendFile(join(work, 'box.img'), randomBytes(9 * MIB));
  await writeFile(join(work, 'metadata.json'), JSON.stringify({ provider: 'libvirt', format: 'qcow2' }));
  const file = join(portal.folder, 'windows.box');
  await run('tar', ['-C', work, '-cf', file, 'metadata.json', 'box.img']);
  return file;
}

test('a box goes on after a broken connection and a closed page, one that is none is refused, one may be given up', async ({
  page,
}) => {
  const file = await makeBox();
  const other = join(portal.folder, 'autre.box');
  await writeFile(other, randomBytes(MIB));
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes(UPLOADS)) asked.push(request.method());
  });
  await signIn(page, portal, 'admin');
  await open(page);
  await expect(windows(page)).toContainText('Disponible');

  // The first piece arrives, then a proxy says for a while that the portal is away.
  let isAway = false;
  await page.route(`**${UPLOADS}/*`, async (route) => {
    if (isAway) return route.fulfill({ status: 503, body: '' });
    isAway = route.request().method() === 'PATCH';
    await route.continue();
  });
  await choose(page, 'Importer un fichier pour Windows Server 2022', file);
  await expect(windows(page)).toContainText('La connexion est rompue');
  await expect(windows(page)).toContainText(/Envoi de windows\.box\s:\s\d+\s%/);
  expect(asked.filter((method) => method === 'POST')).toHaveLength(1);

  await page.reload();
  await expect(windows(page)).toContainText('windows.box : 4 Mio envoyés sur 9');
  expect(await violationsOf(page, 'an upload that is not finished')).toEqual([]);
  await choose(page, 'Reprendre', other);
  await expect(page.getByText('Ce n’est pas le même fichier')).toBeVisible();
  await page.unroute(`**${UPLOADS}/*`);
  await choose(page, 'Reprendre', file);
  await expect(windows(page)).toContainText('Pour les nouvelles machines');
  await expect(windows(page)).toContainText('jamais essayée');
  await expect(windows(page)).not.toContainText('windows.box');
  expect(asked.filter((method) => method === 'POST')).toHaveLength(1);

  await choose(page, 'Importer un fichier pour Windows Server 2022', other);
  await expect(windows(page)).toContainText('archive tar');

  // Nothing is left of one that is given up.
  await page.route(`**${UPLOADS}/*`, (route) => route.abort('connectionreset'));
  await choose(page, 'Importer un fichier pour Windows Server 2022', file);
  await expect(windows(page)).toContainText('La connexion est rompue');
  await page.unroute(`**${UPLOADS}/*`);
  await page.reload();
  await windows(page).getByRole('button', { name: 'Abandonner l’envoi' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Abandonner l’envoi' }).click();
  await expect(windows(page)).not.toContainText('windows.box');
  const admin = await Client.signedIn(portal, 'admin');
  const { uploads } = (await (await admin.http.get('/api/boxes/import')).json()) as BoxImports;
  expect(uploads).toEqual([]);
});

test('the page of templates says what each state means and what to do', async ({ page }) => {
  // A pretended machine needs no image: here nothing is ever missing or over.
  await page.route('**/api/templates/settings', async (route) => {
    const answer = await route.fetch();
    const templates = (await answer.json()) as TemplateSettings[];
    const change: Record<string, Partial<TemplateSettings>> = {
      'debian-server': { status: 'baking', bakedPercent: 48 },
      'windows-server': { status: 'expired', reason: 'La période d’essai de ce système est terminée.' },
      'debian-client': { status: 'missing', reason: 'L’image de ce modèle n’est pas encore fabriquée.' },
    };
    await route.fulfill({ json: templates.map((each) => ({ ...each, ...change[each.id] })) });
  });
  await signIn(page, portal, 'admin');
  await open(page);
  await expect(sectionOf(page, 'Serveur Debian 12')).toContainText('Fabrication : 48 %');
  const missing = sectionOf(page, 'Poste Debian 12');
  await expect(missing).toContainText('Image absente');
  await expect(missing.getByRole('button', { name: 'Fabriquer l’image de' })).toBeVisible();
  await expect(windows(page)).toContainText('Expiré');
  await expect(windows(page)).toContainText('La période d’essai de ce système est terminée.');
  expect(await violationsOf(page, 'templates')).toEqual([]);
});
