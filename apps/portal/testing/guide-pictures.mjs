// The pictures of the guides in docs/fr, taken of what is built, on pretended machines with the seeded school: `npm run docs:pictures`.
import { chromium } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { press, taught, vm } from './look-acts.mjs';
import { sameEachTime } from './same-each-time.mjs';

const ROOT = resolve(import.meta.dirname, '../../..');
const FOLDER = join(ROOT, 'docs/fr/images');
const PASSWORD = 'azerty-azerty';
const WIDTH = 1000;
const HEIGHT = 680;
const QUALITY = 78;
const CLASS = 'BTS SIO 1re année';
const pictureIsThere = (page) => page.locator('vmm-screen-picture img').first().waitFor();
const screenIsThere = (page) => page.locator('vmm-console-screen canvas').waitFor();

const PICTURES = [
  { name: 'connexion', path: '/connexion' },
  { name: 'mes-machines', as: 'alice', path: '/machines', height: 820, act: pictureIsThere },
  { name: 'nouvelle-machine', as: 'bob', path: '/machines/nouvelle', height: 1180 },
  { name: 'machine', as: 'bob', path: vm('serveur-web'), act: pictureIsThere },
  { name: 'console', as: 'bob', path: vm('serveur-web', '/console'), act: screenIsThere },
  { name: 'mesures', as: 'bob', path: vm('serveur-web', '/mesures'), height: 960 },
  { name: 'reglages', as: 'bob', path: vm('serveur-web', '/reglages'), height: 1100 },
  { name: 'nouvelle-demande', as: 'n.martin', path: '/demandes/nouvelle', height: 900 },
  { name: 'machine-en-echec', as: 'alice', path: vm('ad-lab', '/activite') },
  { name: 'notifications', as: 'alice', path: '/machines', act: press('vmm-notices-bell button') },
  { name: 'classes', as: 'h.rousseau', path: '/classes', height: 560 },
  { name: 'classe', as: 'h.rousseau', path: taught(CLASS) },
  { name: 'membres-et-quotas', as: 'h.rousseau', path: taught(CLASS, '?vue=membres'), height: 820 },
  { name: 'aider', as: 'h.rousseau', path: vm('serveur-web', '/console'), act: screenIsThere },
  { name: 'toutes-les-machines', as: 'h.rousseau', path: '/toutes' },
  { name: 'demandes', as: 'h.rousseau', path: '/demandes', height: 820 },
];

const only = process.argv[2] ?? '';
const home = await mkdtemp(join(tmpdir(), 'vmm-pictures-'));
const dataDir = join(home, 'data');
const api = spawn(process.execPath, [join(ROOT, 'apps/api/dist/main.js')], {
  cwd: home,
  env: {
    ...{ PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'warn', NODE_ENV: 'development' },
    ...{ VMM_ADAPTERS: 'fake', VMM_DATA_DIR: dataDir, STUDENT_VMS_DIR: join(home, 'student_vms') },
    ...{ VMM_DEMO_PASSWORD: PASSWORD, VMM_JOBS_PER_HOST: '8' },
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
  const madeAt = Date.now();
  await fill(url);
  await mkdir(FOLDER, { recursive: true });
  for (const picture of PICTURES.filter(({ name }) => name.includes(only))) await take(url, madeAt, picture);
} finally {
  await browser.close();
  api.kill('SIGINT');
  await ended;
  await rm(home, { recursive: true });
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

async function fill(url) {
  const args = [join(ROOT, 'infra/seeds/seed.mjs'), 'class', url, PASSWORD, dataDir];
  const [code] = await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'close');
  if (code !== 0) throw new Error('The school is not whole.');
}

async function take(url, madeAt, { name, as, path, height = HEIGHT, act }) {
  const context = await browser.newContext({
    ...{ viewport: { width: WIDTH, height }, deviceScaleFactor: 1.5 },
    ...{ colorScheme: 'light', locale: 'fr-FR', reducedMotion: 'reduce' },
  });
  const data = { username: as, password: PASSWORD };
  if (as && !(await context.request.post(`${url}/api/auth/login`, { data })).ok())
    throw new Error(`${as} is refused`);
  const page = await context.newPage();
  await sameEachTime(page, madeAt);
  const get = async (address) => (await context.request.get(url + address)).json();
  await page.goto(url + (typeof path === 'string' ? path : await path(get)));
  await page.locator('h1').first().waitFor();
  await act?.(page);
  // A sentence of text would have to be compiled there, which the content policy forbids.
  await page.waitForFunction(
    () =>
      !globalThis.document.querySelector('[aria-busy=true], .skeleton') &&
      [...globalThis.document.images].every(({ complete }) => complete),
  );
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  const browserSession = await context.newCDPSession(page);
  const { data: bytes } = await browserSession.send('Page.captureScreenshot', {
    format: 'webp',
    quality: QUALITY,
  });
  await writeFile(join(FOLDER, `${name}.webp`), Buffer.from(bytes, 'base64'));
  console.log(`docs/fr/images/${name}.webp`);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await context.close();
}
