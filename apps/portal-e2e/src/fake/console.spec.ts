import { expect, test, type Locator, type Page, type WebSocket } from '@playwright/test';
import type { Vm } from '@vm-manager/contracts';
import { Client } from '../support/client.js';
import { litPixels } from '../support/picture.js';
import { Portal } from '../support/portal.js';
import { signIn } from '../support/sign-in.js';

const password = 'secret de test';

let portal: Portal;
let alice: Client;
let vm: Vm;

test.beforeAll(async () => {
  portal = await Portal.open();
  alice = await Client.signedIn(portal, 'alice');
  vm = await alice.create({ name: 'web1', username: 'eleve', password, rootPassword: password });
  await alice.finished(vm.id, 60_000);
});
test.afterAll(async () => {
  await alice.remove(vm.id, 30_000);
  await portal.close();
});

const KEY_EVENT = 4;
const KEY_EVENT_BYTES = 8;

/** The keys that the browser sends to the screen as pressed, by their keysyms. */
function pressedOn(page: Page): number[] {
  const pressed: number[] = [];
  const read = (payload: string | Buffer) => {
    if (typeof payload === 'string') return;
    for (
      let at = 0;
      at + KEY_EVENT_BYTES <= payload.length && payload[at] === KEY_EVENT;
      at += KEY_EVENT_BYTES
    )
      if (payload[at + 1] === 1) pressed.push(payload.readUInt32BE(at + 4));
  };
  page.on('websocket', (socket: WebSocket) => socket.on('framesent', ({ payload }) => read(payload)));
  return pressed;
}

async function openConsole(page: Page): Promise<Locator> {
  await page.goto(`${portal.url}/machines/${vm.id}/console`);
  const canvas = page.locator('vmm-console-screen canvas');
  await seen(canvas);
  return canvas;
}
const seen = (canvas: Locator) => expect.poll(() => litPixels(canvas)).toBeGreaterThan(300);

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the keyboard button opens the on-screen keyboard, and what is typed goes to the machine', async ({
    page,
  }) => {
    const pressed = pressedOn(page);
    await signIn(page, portal, 'alice');
    const canvas = await openConsole(page);
    const button = page.getByRole('button', { name: 'Clavier' });
    await button.tap();
    await expect(button).toHaveAttribute('aria-pressed', 'true');
    // As on-screen keyboards do: text that appears in the field, not keys.
    await page.keyboard.insertText('ls é');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    const expected = [...'ls é'].map((character) => character.charCodeAt(0)).concat(0xff08, 0xff0d);
    await expect.poll(() => pressed.filter((keysym) => keysym !== 0xffe1)).toEqual(expected);
    // A touch of the screen is a click of the mouse there, and leaves the keyboard open.
    await canvas.tap();
    await expect(button).toHaveAttribute('aria-pressed', 'true');
    await button.tap();
    await expect(button).toHaveAttribute('aria-pressed', 'false');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});

test('a text is typed on the machine’s keyboard, once all of it can be, and can be stopped', async ({
  page,
}) => {
  const pressed = pressedOn(page);
  await signIn(page, portal, 'alice');
  const canvas = await openConsole(page);
  await canvas.focus();
  await page.keyboard.press('Control+Shift+V');
  const box = page.getByRole('textbox', { name: 'Texte à saisir dans la machine' });
  await box.fill('漢');
  await expect(page.getByText('Le clavier de la machine ne permet pas de taper : 漢')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Saisir', exact: true })).toBeDisabled();
  await box.fill('été ñ{\n');
  const before = pressed.length;
  await page.getByRole('button', { name: 'Saisir', exact: true }).click();
  await expect(box).toBeHidden();
  const modifiers = [0xffe1, 0xfe03];
  const expected = [...'été ñ{'].map((character) => character.charCodeAt(0)).concat(0xff0d);
  const typed = () => pressed.slice(before).filter((keysym) => keysym !== 0 && !modifiers.includes(keysym));
  await expect.poll(typed).toEqual(expected);
  await page.getByRole('button', { name: 'Touches' }).click();
  await page.getByRole('menuitem', { name: 'Saisir un texte…' }).click();
  await box.fill('x'.repeat(20_000));
  await page.getByRole('button', { name: 'Saisir', exact: true }).click();
  await expect(page.getByText(/^[1-9]\d* caractères sur 20\s000$/)).toBeVisible();
  await page.getByRole('button', { name: 'Arrêter' }).click();
  await expect(page.getByRole('button', { name: 'Saisir', exact: true })).toBeVisible();
});

test('a keyboard that is laid out otherwise than the machine’s is told once, and translated when that is wanted', async ({
  page,
}) => {
  const pressed = pressedOn(page);
  await signIn(page, portal, 'alice');
  const canvas = await openConsole(page);
  await canvas.focus();
  // An American keyboard; the machine would take it for an "a".
  await page.keyboard.press('q');
  await page.getByRole('button', { name: 'Traduire mes frappes' }).click();
  const before = pressed.length;
  await page.keyboard.press('1');
  // Digits want Shift there.
  await expect.poll(() => pressed.slice(before)).toEqual([0xffe1, 0x31]);
  await openConsole(page);
  await canvas.focus();
  await page.keyboard.press('q');
  await page.getByRole('button', { name: 'Touches' }).click();
  const choice = page.getByRole('menuitemcheckbox', { name: 'Traduire mes frappes' });
  await expect(choice).toHaveAttribute('aria-checked', 'true');
  await choice.click();
  await canvas.focus();
  const later = pressed.length;
  await page.keyboard.press('1');
  await expect.poll(() => pressed.slice(later)).toEqual([0x31]);
  await expect(page.getByText(/n’est pas disposé comme/)).toHaveCount(0);
});

test('a screen is shown in its own size, saved as a picture, and its line is told in words', async ({
  page,
}) => {
  await signIn(page, portal, 'alice');
  const canvas = await openConsole(page);
  const width = () => canvas.evaluate((element) => element.getBoundingClientRect().width);
  const fitted = await width();
  const menu = page.getByRole('button', { name: 'Affichage' });
  await menu.click();
  await expect(page.getByText(/onnexion.*aller-retour de\s\d+\sms, .*\sreçus/)).toBeVisible();
  await page.getByRole('menuitemradio', { name: 'Taille réelle' }).click();
  await expect.poll(width).toBe(800);
  expect(fitted).not.toBe(800);
  await menu.click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Enregistrer l’image (PNG)' }).click();
  expect((await saved).suggestedFilename()).toBe('web1.png');
  await menu.click();
  const moved = page.waitForEvent('popup');
  await page.getByRole('menuitem', { name: 'Ouvrir dans une fenêtre' }).click();
  await seen((await moved).locator('vmm-console-screen canvas'));
  await expect(page).toHaveURL(/\/machines\/[0-9a-f-]+$/);
});

test('who watches sees, pixel for pixel, what is typed by who controls', async ({ page, context }) => {
  await signIn(page, portal, 'alice');
  const canvas = await openConsole(page);
  const watching = await context.newPage();
  const watched = await openConsole(watching);
  const opened = watching.waitForEvent('websocket');
  await watching.getByRole('button', { name: 'Observation seule' }).click();
  await (await opened).waitForEvent('framereceived');
  const pictureOf = (one: Locator) => one.evaluate((element) => (element as HTMLCanvasElement).toDataURL());
  const before = await pictureOf(canvas);
  await canvas.focus();
  await page.keyboard.type('azerty');
  await expect.poll(() => pictureOf(canvas)).not.toBe(before);
  await expect.poll(async () => (await pictureOf(watched)) === (await pictureOf(canvas))).toBe(true);
});

test('a student calls for help, gives the keyboard and takes it back with one key', async ({
  page,
  browser,
}) => {
  await signIn(page, portal, 'alice');
  await openConsole(page);
  const desk = await (await browser.newContext()).newPage();
  await signIn(desk, portal, 'prof');
  await page.getByRole('button', { name: 'Demander de l’aide' }).click();
  await expect(page.getByText('Vos enseignants sont prévenus.')).toBeVisible();
  await desk.getByRole('button', { name: /notification/i }).click();
  await expect(desk.getByRole('menuitem').locator('img')).toBeVisible();
  await desk.getByRole('menuitem', { name: /demande de l’aide/ }).click();
  await seen(desk.locator('vmm-console-screen canvas'));
  await desk.getByRole('button', { name: 'Demander le contrôle', exact: true }).click();
  await page.getByRole('button', { name: 'Donner le contrôle' }).click();
  await expect(desk.getByText(/^Vous aidez /)).toBeVisible();
  const taken = page.getByText(/tient le clavier et la souris/);
  await expect(taken).toBeVisible();
  await page.keyboard.press('F9');
  await expect(taken).toBeHidden();
  await expect(desk.getByText(/^Vous regardez /)).toBeVisible();
  await desk.context().close();
});

test('the serial console is written on, read by a watcher, found in and left', async ({ page }) => {
  await signIn(page, portal, 'alice');
  await openConsole(page);
  await page.getByRole('link', { name: 'Console série' }).click();
  const line = page.locator('.xterm-rows');
  await expect(line).toContainText('web1 login:');
  await page.keyboard.type('eleve\rsecret\rdate\r');
  await expect(line).toContainText('date: entendu');
  await expect(line).toContainText('Linux version');
  await page.getByRole('combobox', { name: 'Taille de la console' }).selectOption('80x24');
  await page.getByRole('searchbox', { name: 'Rechercher dans la console' }).fill('entendu');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Observation seule' }).click();
  await expect(line).toContainText('date: entendu');
  await alice.http.post(`/api/vms/${vm.id}/force-off`);
  await expect(page.getByRole('heading', { name: 'web1 n’est pas en marche' })).toBeVisible();
  await alice.http.post(`/api/vms/${vm.id}/start`);
  await expect(page.getByText(/n’est pas en marche/)).toBeHidden();
  await expect(line).toContainText('login:');
  await page.getByRole('link', { name: 'Revenir à l’écran' }).click();
  await seen(page.locator('vmm-console-screen canvas'));
});

test('a screen that the portal’s end takes says so, and the button brings it back', async ({ page }) => {
  await signIn(page, portal, 'alice');
  const canvas = await openConsole(page);
  // Told to come back much later it does not come back by itself: the button does.
  const tickets = '**/api/vms/*/console';
  await page.route(tickets, (route) =>
    route.fulfill({ status: 503, headers: { 'retry-after': '600' }, body: '' }),
  );
  await portal.kill();
  await expect(page.getByText(/Nouvel essai dans 10\sminutes/)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Impossible d’ouvrir l’écran' })).toBeVisible();
  await expect(page.getByText(/Le serveur ne répond pas depuis \d\d:\d\d:\d\d\./)).toBeVisible();
  await expect(page.getByRole('img', { name: 'Dernière image de web1' })).toBeVisible();
  await portal.start();
  await page.unroute(tickets);
  const again = page.getByRole('button', { name: 'Réessayer maintenant' });
  await again.click();
  await seen(canvas);
  await expect(again).toBeHidden();
});

test('a screen that ends with its machine says so, and the button brings it back', async ({ page }) => {
  await signIn(page, portal, 'alice');
  const canvas = await openConsole(page);
  await alice.http.post(`/api/vms/${vm.id}/force-off`);
  await expect(page.getByRole('heading', { name: 'web1 n’est pas en marche' })).toBeVisible();
  await expect(page.getByText(/La machine est à l’arrêt depuis \d\d:\d\d:\d\d\./)).toBeVisible();
  await expect(page.getByRole('img', { name: 'Dernière image de web1' })).toBeVisible();
  await expect(canvas).toBeHidden();
  await page.getByRole('main').getByRole('button', { name: 'Démarrer' }).click();
  await seen(canvas);
});

test('a screen comes back by itself when the portal was killed, when it restarts, and when its machine was off', async ({
  page,
}) => {
  await signIn(page, portal, 'alice');
  const canvas = await openConsole(page);
  for (const end of [() => portal.kill(), () => portal.stop()]) {
    await end();
    await expect(page.getByText(/L’écran reviendra de lui-même/)).toBeVisible();
    await expect(page.getByRole('img', { name: 'Dernière image de web1' })).toBeVisible();
    await portal.start();
    const upAt = Date.now();
    await seen(canvas);
    console.log(`the screen is back ${Date.now() - upAt} ms after the portal is up`);
    await expect(page.getByText(/L’écran reviendra/)).toBeHidden();
  }
  await alice.http.post(`/api/vms/${vm.id}/force-off`);
  await expect(page.getByText(/La machine est à l’arrêt depuis/)).toBeVisible();
  await alice.http.post(`/api/vms/${vm.id}/start`);
  await seen(canvas);
});

test('a screen whose machine is deleted says so, and asks for nothing any more', async ({ page }) => {
  const name = 'ephemere';
  const other = await alice.create({ name, username: 'eleve', password, rootPassword: password });
  await alice.finished(other.id, 60_000);
  await signIn(page, portal, 'alice');
  await page.goto(`${portal.url}/machines/${other.id}/console`);
  await seen(page.locator('vmm-console-screen canvas'));
  await alice.remove(other.id, 30_000);
  await expect(page.getByText('La machine a été supprimée.')).toBeVisible();
  await expect(page.getByRole('button', { name: /Réessayer|Se reconnecter/ })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Aller à mes machines' })).toBeVisible();
});

test('a tab that is open over a restart of the portal goes on without a reload', async ({ page }) => {
  await signIn(page, portal, 'alice');
  await expect(page.getByRole('link', { name: 'web1' }).first()).toBeVisible();
  let loads = 0;
  page.on('load', () => (loads += 1));
  await portal.stop();
  await portal.start();
  const name = 'apres-le-redemarrage';
  const later = await alice.create({ name, username: 'eleve', password, rootPassword: password });
  await expect(page.getByRole('link', { name }).first()).toBeVisible({ timeout: 60_000 });
  expect(loads).toBe(0);
  await alice.remove(later.id, 30_000);
  await expect(page.getByRole('link', { name })).toHaveCount(0);
});
