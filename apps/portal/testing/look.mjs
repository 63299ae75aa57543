// Pictures of every screen for a person to look at, and an accessibility check of each:
// `npm run start:fake -- --seed class`, then `node apps/portal/testing/look.mjs <folder> [filter]`.
import AxeBuilder from '@axe-core/playwright';
import { chromium } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { SCREENS } from './look-screens.mjs';

const [folder = 'test-results/look', only = ''] = process.argv.slice(2);
const ORIGIN = process.env.PORTAL_URL ?? 'http://127.0.0.1:3000';
const PASSWORD = process.env.VMM_DEMO_PASSWORD ?? 'azerty-azerty';
const WIDTHS = { phone: 390, tablet: 768, desk: 1280, wide: 1920 };

/** Everybody signs in once. */
const sessions = new Map();
async function signIn(browser, username) {
  const context = await browser.newContext();
  const answer = await context.request.post(`${ORIGIN}/api/auth/login`, {
    data: { username, password: PASSWORD },
  });
  if (!answer.ok()) throw new Error(`${username} is refused: ${await answer.text()}`);
  const session = await context.storageState();
  await context.close();
  return session;
}
function sessionOf(browser, username) {
  const session = sessions.get(username) ?? signIn(browser, username);
  sessions.set(username, session);
  return session;
}

async function look(browser, screen, [place, width], colorScheme, language) {
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 844 : 900 },
    colorScheme,
    locale: language === 'fr' ? 'fr-FR' : 'en-GB',
    reducedMotion: 'reduce',
    ...(screen.as && { storageState: await sessionOf(browser, screen.as) }),
  });
  const page = await context.newPage();
  const troubles = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d|ERR_FAILED/.test(message.text()))
      troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  if (screen.stall) await page.route(screen.stall, () => undefined);
  if (screen.fail) await page.route(screen.fail, (route) => route.abort());
  const get = async (path) => (await context.request.get(ORIGIN + path)).json();
  for (const [address, answer] of Object.entries(screen.answers ?? {})) {
    const json = typeof answer === 'function' ? await answer(get) : answer;
    await page.route(address, (route) => route.fulfill({ json }));
  }
  await page.goto(ORIGIN + (typeof screen.path === 'string' ? screen.path : await screen.path(get)));
  await page.waitForSelector('h1, h2');
  await page.waitForTimeout(600);
  await screen.act?.(page);
  // A menu lies over the page, outside of its landmarks.
  const { violations } = await new AxeBuilder({ page })
    .disableRules(/^(bell|console-)/.test(screen.name) ? ['region'] : [])
    .analyze();
  for (const { id, nodes } of violations)
    troubles.push(`axe ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  if (overflow > 0) troubles.push(`wider than the window by ${overflow} px`);
  const name = `${screen.name}-${place}-${colorScheme}-${language}`;
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: !!screen.full });
  for (const trouble of troubles) console.log(`${name}: ${trouble}`);
  await screen.after?.(context.request, ORIGIN);
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
