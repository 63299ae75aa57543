// What Lighthouse says of the portal, as a computer and as a phone, through nginx as the site has it; how heavy each page is, and
// how files are to be kept. Needs a built product, Chromium and nginx; machines are pretended.
import { chromium } from '@playwright/test';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { lookAt } from './site/lighthouse.mjs';
import { startSite } from './site/nginx.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const PASSWORD = randomUUID();
const GOAL = { performance: 95, accessibility: 100, 'best-practices': 100, signInCodeBytes: 160_000 };
const DEVICES = ['desktop', 'phone'];
/** How often each page is looked at: the middle one counts. `npm run bench -- portal 1` is quicker. */
const TIMES = Number(process.argv[2] ?? 3);
const PAGES = [
  { name: 'Connexion', path: '/connexion', looked: true },
  { name: 'Mes machines', path: '/machines', who: 'alice', looked: true },
  { name: 'Nouvelle machine', path: '/machines/nouvelle', who: 'alice' },
  { name: 'Mes demandes', path: '/demandes', who: 'alice' },
  { name: 'Classes', path: '/classes', who: 'prof' },
  { name: 'Une classe', who: 'prof', looked: true },
  { name: 'Toutes les machines', path: '/toutes', who: 'prof' },
  { name: 'Administration', path: '/administration/plateforme', who: 'admin' },
  { name: 'Aide', path: '/aide/guide-etudiant', who: 'alice' },
];

const folder = await mkdtemp(join(tmpdir(), 'vmm-bench-'));
const socket = join(folder, 'api.sock');
const api = spawn(process.execPath, [join(ROOT, 'apps/api/dist/main.js')], {
  cwd: folder,
  env: {
    ...{ PATH: process.env.PATH, HOST: socket, LOG_LEVEL: 'warn' },
    ...{ VMM_ADAPTERS: 'fake', VMM_DATA_DIR: join(folder, 'data'), VMM_DEMO_PASSWORD: PASSWORD },
    STUDENT_VMS_DIR: join(folder, 'student_vms'),
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = once(api, 'close');
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
});
let site;
try {
  await ready();
  site = await startSite(folder, socket);
  const cookies = await signedIn(site.url, ['alice', 'prof', 'admin']);
  const [group] = await (
    await fetch(`${site.url}/api/groups`, { headers: { cookie: cookies.get('prof') } })
  ).json();
  const pages = PAGES.map((page) => ({
    path: `/classes/${group.id}`,
    ...page,
    cookie: cookies.get(page.who),
  }));

  const kept = await howFilesAreKept(site.url);
  const weights = [];
  for (const page of pages) weights.push({ page: page.name, ...(await weigh(site.url, page)) });
  const scores = [];
  for (const device of DEVICES)
    for (const page of pages.filter(({ looked }) => looked))
      scores.push({ page: page.name, device, ...(await middleOf(page, device)) });

  const load = { average: Math.round(loadavg()[0] * 10) / 10, cores: availableParallelism() };
  console.table(weights);
  console.table(scores.map(({ faults, ...score }) => ({ ...score, faults: faults.join(' ') })));
  console.log(kept, load);
  await mkdir(join(ROOT, 'bench'), { recursive: true });
  const result = { scores, weights, kept, load, goal: GOAL };
  await writeFile(join(ROOT, 'bench/portal.json'), `${JSON.stringify(result, null, 2)}\n`);
  const missed = [
    ...scores.filter((score) =>
      ['performance', 'accessibility', 'best-practices'].some((one) => score[one] < GOAL[one]),
    ),
    ...weights.filter(({ page, codeBytes }) => page === 'Connexion' && codeBytes > GOAL.signInCodeBytes),
    ...Object.values(kept).filter(({ isSo }) => !isSo),
  ];
  if (missed.length > 0) process.exitCode = 1;
} finally {
  await browser.close();
  await site?.stop();
  api.kill('SIGINT');
  await ended;
  await rm(folder, { recursive: true });
}

async function ready() {
  for await (const line of createInterface({ input: api.stdout })) {
    if (!line.includes('VM Manager is ready')) continue;
    api.stdout.resume();
    return;
  }
  throw new Error('The API ended before it was ready.');
}

async function signedIn(url, names) {
  const cookies = new Map();
  for (const username of names) {
    const answer = await fetch(`${url}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: PASSWORD }),
    });
    if (!answer.ok) throw new Error(`${username} is refused: ${answer.status}`);
    const sent = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    cookies.set(username, sent.join('; '));
  }
  return cookies;
}

/** By their performance; each of them has what costs the others points. */
async function middleOf({ path, cookie }, device) {
  const looks = [];
  for (let time = 0; time < TIMES; time++)
    looks.push(await lookAt(folder, site.url + path, { device, cookie }));
  return looks.toSorted((a, b) => a.performance - b.performance)[Math.floor(TIMES / 2)];
}

/** A page with an empty cache, once nothing comes any more. */
async function weigh(url, { path, cookie }) {
  const context = await browser.newContext({
    locale: 'fr-FR',
    viewport: { width: 412, height: 823 },
    ...(cookie && { extraHTTPHeaders: { cookie } }),
  });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  let bytes = 0;
  let codeBytes = 0;
  let requests = 0;
  const code = new Set();
  cdp.on('Network.requestWillBeSent', () => requests++);
  cdp.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script' || type === 'Stylesheet') code.add(requestId);
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes += encodedDataLength;
    if (code.has(requestId)) codeBytes += encodedDataLength;
  });
  await page.goto(url + path);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  // The stream of events stays open: the line is quiet once nothing else comes for a moment.
  for (let before = -1; before !== requests;) {
    before = requests;
    await page.waitForTimeout(1500);
  }
  await context.close();
  return { codeBytes, bytes, requests };
}

/** What the site says of its files: names with a hash for ever, the page never, and what was compressed when it was built. */
async function howFilesAreKept(url) {
  const ask = (path) => fetch(url + path, { headers: { 'accept-encoding': 'br' } });
  const hashed = (await readdir(join(ROOT, 'apps/portal/dist'))).find((name) => /^portal-.*\.js$/.test(name));
  const [part, page, guides] = [
    await ask(`/${hashed}`),
    await ask('/machines'),
    await ask('/guides/student.json'),
  ];
  const said = (answer) => ({
    cached: answer.headers.get('cache-control'),
    encoding: answer.headers.get('content-encoding'),
  });
  return {
    part: { ...said(part), isSo: /immutable/.test(said(part).cached) && said(part).encoding === 'br' },
    page: { ...said(page), isSo: said(page).cached === 'no-cache' && said(page).encoding === 'br' },
    guides: { ...said(guides), isSo: said(guides).cached === 'no-cache' && said(guides).encoding === 'br' },
  };
}
