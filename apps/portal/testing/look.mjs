// Pictures of every screen for a person to look at, and an accessibility check of each: against the stub
// (`node apps/portal/testing/look.mjs <folder> [filter]`), which serves the built portal under production's policy.
import AxeBuilder from '@axe-core/playwright';
import { chromium } from '@playwright/test';
import { mkdirSync } from 'node:fs';

const [folder = 'test-results/look', only = ''] = process.argv.slice(2);
const ORIGIN = process.env.PORTAL_URL ?? 'http://127.0.0.1:3000';
const WIDTHS = { phone: 390, tablet: 768, desk: 1280, wide: 1920 };
const vm = (number) => `/machines/00000000-0000-4000-8220-${String(number).padStart(12, '0')}`;

const account = (number) =>
  `/administration/comptes/00000000-0000-4000-8440-${String(number).padStart(12, '0')}`;
const groupAt = (number) =>
  `/administration/groupes/00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const press = (selector) => async (page) => {
  await page.locator(selector).first().click();
  await page.waitForTimeout(500);
};
const scrollFar = async (page) => {
  await page.locator('cdk-virtual-scroll-viewport').evaluate((box) => box.scrollTo(0, 100_000));
  await page.waitForTimeout(600);
};

const SCREENS = [
  { name: 'sign-in', path: '/connexion' },
  {
    name: 'sign-in-refused',
    path: '/connexion',
    act: async (page) => {
      await page.locator('input').first().fill('alice');
      await page.locator('input').nth(1).fill('faux');
      await page.locator('button[type=submit]').click();
      await page.waitForTimeout(300);
    },
  },
  { name: 'mine-0', as: 'zero', path: '/machines' },
  { name: 'mine-1', as: 'one', path: '/machines' },
  { name: 'mine-7', as: 'alice', path: '/machines' },
  { name: 'mine-200', as: 'many', path: '/machines' },
  { name: 'new', as: 'alice', path: '/machines/nouvelle', full: true },
  {
    name: 'new-wrong',
    as: 'alice',
    path: '/machines/nouvelle',
    full: true,
    act: async (page) => {
      await page.locator('input[autocomplete=off]').first().fill('mon serveur');
      await page.locator('button[type=submit]').click();
      await page.waitForTimeout(300);
    },
  },
  { name: 'vm', as: 'alice', path: vm(1) },
  { name: 'vm-long', as: 'alice', path: vm(3) },
  { name: 'vm-activity', as: 'alice', path: `${vm(3)}/activite` },
  { name: 'vm-failed', as: 'alice', path: `${vm(5)}/activite` },
  { name: 'vm-settings', as: 'alice', path: `${vm(1)}/reglages` },
  {
    name: 'vm-delete',
    as: 'alice',
    path: `${vm(1)}/reglages`,
    act: async (page) => {
      await page.locator('button.danger').click();
      await page.waitForTimeout(400);
    },
  },
  { name: 'console', as: 'alice', path: `${vm(1)}/console`, act: (page) => page.waitForTimeout(1500) },
  { name: 'console-off', as: 'alice', path: `${vm(2)}/console` },
  { name: 'all', as: 'prof', path: '/toutes' },
  { name: 'all-none', as: 'prof', path: '/toutes?search=introuvable' },
  {
    name: 'sign-in-wait',
    path: '/connexion',
    act: async (page) => {
      await page.locator('input').first().fill('trop');
      await page.locator('input').nth(1).fill('faux');
      await page.locator('button[type=submit]').click();
      await page.waitForTimeout(300);
    },
  },
  { name: 'accounts', as: 'admin', path: '/administration/comptes' },
  { name: 'accounts-none', as: 'admin', path: '/administration/comptes?search=introuvable&role=teacher' },
  { name: 'accounts-far', as: 'admin', path: '/administration/comptes', act: scrollFar },
  { name: 'accounts-new', as: 'admin', path: '/administration/comptes', act: press('.actions button') },
  { name: 'account-one', as: 'admin', path: account(5), full: true },
  { name: 'account-left', as: 'admin', path: account(46), full: true },
  { name: 'account-local', as: 'admin', path: account(6), full: true },
  { name: 'account-disable', as: 'admin', path: account(6), act: press('button.danger') },
  { name: 'groups', as: 'admin', path: '/administration/groupes' },
  { name: 'group-directory', as: 'admin', path: groupAt(1) },
  { name: 'group-manual', as: 'admin', path: groupAt(2) },
  { name: 'group-empty', as: 'admin', path: groupAt(3) },
  { name: 'group-delete', as: 'admin', path: groupAt(2), act: press('.page-head button:last-child') },
  {
    name: 'group-import',
    as: 'admin',
    path: `${groupAt(2)}/import`,
    full: true,
    act: async (page) => {
      await page
        .locator('textarea')
        .fill('identifiant;rôle\nalice;\nprof;enseignant\npersonne;\nzero;\none;');
      await press('.next button')(page);
    },
  },
  { name: 'classes', as: 'prof', path: '/classes' },
  { name: 'class', as: 'prof', path: '/classes/00000000-0000-4000-8000-000000000002' },
  { name: 'audit', as: 'admin', path: '/administration/journal' },
  { name: 'audit-open', as: 'admin', path: '/administration/journal?kind=vm', act: press('summary') },
  { name: 'own-account', as: 'alice', path: '/compte', full: true },
  { name: 'own-token', as: 'alice', path: '/compte', act: press('.create') },
  {
    name: 'own-token-made',
    as: 'alice',
    path: '/compte',
    act: async (page) => {
      await press('.create')(page);
      await page.locator('mat-dialog-container input').first().fill('sauvegarde');
      await press('mat-dialog-container button[type=submit]')(page);
    },
  },
  { name: 'loading-accounts', as: 'admin', path: '/administration/comptes', stall: '**/api/users?*' },
  { name: 'problem-accounts', as: 'admin', path: '/administration/comptes', fail: '**/api/users?*' },
  { name: 'not-found', as: 'alice', path: '/nulle-part' },
  { name: 'loading', as: 'alice', path: '/machines', stall: '**/api/vms?*' },
  { name: 'loading-all', as: 'prof', path: '/toutes', stall: '**/api/vms' },
  { name: 'problem', as: 'alice', path: '/machines', fail: '**/api/vms?*' },
];

async function look(browser, screen, [place, width], colorScheme, language) {
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 844 : 900 },
    colorScheme,
    locale: language === 'fr' ? 'fr-FR' : 'en-GB',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const troubles = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d|ERR_FAILED/.test(message.text()))
      troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  if (screen.as) {
    const data = { username: screen.as, password: 'bon' };
    await context.request.post(`${ORIGIN}/api/auth/login`, { data });
  }
  if (screen.stall) await page.route(screen.stall, () => undefined);
  if (screen.fail) await page.route(screen.fail, (route) => route.abort());
  await page.goto(ORIGIN + screen.path);
  await page.waitForSelector('h1, h2');
  await page.waitForTimeout(600);
  await screen.act?.(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  for (const { id, nodes } of violations)
    troubles.push(`axe ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  if (overflow > 0) troubles.push(`wider than the window by ${overflow} px`);
  const name = `${screen.name}-${place}-${colorScheme}-${language}`;
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: !!screen.full });
  for (const trouble of troubles) console.log(`${name}: ${trouble}`);
  await context.close();
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
    ' ',
  ),
});
const looks = SCREENS.flatMap((screen) =>
  Object.entries(WIDTHS).flatMap((width) =>
    ['light', 'dark'].flatMap((scheme) => ['fr', 'en'].map((language) => [screen, width, scheme, language])),
  ),
).filter(([{ name }, [place], scheme, language]) =>
  new RegExp(only).test(`${name}-${place}-${scheme}-${language}`),
);
for (const each of looks)
  await look(browser, ...each).catch((error) => console.log(each[0].name, String(error)));
await browser.close();
