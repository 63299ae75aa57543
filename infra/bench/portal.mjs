// How heavy the portal is and how soon something is on screen: a cold browser on a slow 4G line with a four times slower processor.
// Needs a built product and Chromium; machines are pretended.
import { chromium } from '@playwright/test';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = resolve(import.meta.dirname, '../..');
const PASSWORD = randomUUID();
/** As Lighthouse has it: 1.6 Mbit/s down, 0.75 up, 150 ms to and fro. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 204_800, uploadThroughput: 96_000 };
const SLOWER = 4;
const GOAL = { page: 'Connexion', bytes: 190_000, lcpMs: 2500 };
const PAGES = [
  { name: 'Connexion', path: '/connexion' },
  { name: 'Mes machines', path: '/machines', who: 'alice' },
  { name: 'Nouvelle machine', path: '/machines/nouvelle', who: 'alice' },
  { name: 'Mes demandes', path: '/demandes', who: 'alice' },
  { name: 'Classes', path: '/classes', who: 'prof' },
  { name: 'Toutes les machines', path: '/toutes', who: 'prof' },
  { name: 'Administration', path: '/administration', who: 'admin' },
];

const folder = await mkdtemp(join(tmpdir(), 'vmm-bench-'));
const api = spawn(process.execPath, [join(ROOT, 'apps/api/dist/main.js')], {
  cwd: folder,
  env: {
    PATH: process.env.PATH,
    PORT: '0',
    VMM_ADAPTERS: 'fake',
    VMM_DATA_DIR: join(folder, 'data'),
    STUDENT_VMS_DIR: join(folder, 'student_vms'),
    VMM_DEMO_PASSWORD: PASSWORD,
    LOG_LEVEL: 'warn',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = once(api, 'close');
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
});
try {
  const url = await ready();
  const pages = [];
  for (const page of PAGES) pages.push(await measure(url, page));
  console.table(pages);
  await mkdir(join(ROOT, 'bench'), { recursive: true });
  await writeFile(join(ROOT, 'bench/portal.json'), `${JSON.stringify({ pages, goal: GOAL }, null, 2)}\n`);
  const goal = pages.find(({ page }) => page === GOAL.page);
  if (goal.bytes > GOAL.bytes || goal.lcpMs > GOAL.lcpMs) process.exitCode = 1;
} finally {
  await browser.close();
  api.kill('SIGINT');
  await ended;
  await rm(folder, { recursive: true });
}

async function ready() {
  for await (const line of createInterface({ input: api.stdout })) {
    const address = /VM Manager is ready: (\S+)/.exec(line)?.[1];
    if (!address) continue;
    api.stdout.resume();
    return address;
  }
  throw new Error('The API ended before it was ready.');
}

async function measure(url, { name, path, who }) {
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 412, height: 823 } });
  if (who) {
    const answer = await context.request.post(`${url}/api/auth/login`, {
      data: { username: who, password: PASSWORD },
    });
    if (!answer.ok()) throw new Error(`${who} is refused: ${answer.status()}`);
  }
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  await cdp.send('Network.emulateNetworkConditions', SLOW_4G);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  let bytes = 0;
  let requests = 0;
  cdp.on('Network.requestWillBeSent', () => requests++);
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.addInitScript(() => {
    globalThis.vmmLargest = 0;
    new PerformanceObserver((list) => {
      for (const { startTime } of list.getEntries()) globalThis.vmmLargest = startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
  await page.goto(url + path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const headingMs = await page.evaluate(() => performance.now());
  // The stream of events stays open: the line is quiet once nothing else comes for a moment.
  for (let before = -1; before !== requests;) {
    before = requests;
    await page.waitForTimeout(1500);
  }
  const lcpMs = await page.evaluate(() => globalThis.vmmLargest);
  const firstPaintMs = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
  );
  await context.close();
  const rounded = Object.entries({ bytes, requests, firstPaintMs, headingMs, lcpMs }).map(([key, value]) => [
    key,
    Math.round(value),
  ]);
  return { page: name, ...Object.fromEntries(rounded) };
}
