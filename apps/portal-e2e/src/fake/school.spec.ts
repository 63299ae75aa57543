import { expect, test } from '@playwright/test';
import { VmState, type Group, type ResourceRequest, type Vm } from '@vm-manager/contracts';
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '../support/client.js';
import { PASSWORD, Portal } from '../support/portal.js';
import { signIn } from '../support/sign-in.js';

const SEED = resolve(import.meta.dirname, '../../../../infra/seeds/seed.mjs');
const run = promisify(execFile);

let portal: Portal;
const seed = () => run(process.execPath, [SEED, 'class', portal.url, PASSWORD, join(portal.folder, 'data')]);

test.beforeAll(async () => {
  // As `npm run start:fake` does: some are held for ever, and others are to be made meanwhile.
  portal = await Portal.open({ VMM_JOBS_PER_HOST: '8' });
});

test.afterAll(async () => {
  await portal.stop();
  await rm(portal.folder, { recursive: true });
});

async function seen() {
  const admin = await Client.signedIn(portal, 'admin');
  const [groups, requests] = await Promise.all(
    ['groups', 'requests'].map(async (what) => (await admin.http.get(`/api/${what}`)).json()),
  );
  const vms = await admin.list();
  return {
    groups: (groups as Group[]).map(({ name, studentCount }) => [name, studentCount]),
    requests: (requests as ResourceRequest[]).map(({ id, state }) => [id, state]),
    vms: vms.map(({ id, state }) => [id, state]).sort(),
  };
}

test('the school to try has all there is to see, stays as it is at the next start, and is seeded once', async ({
  page,
}) => {
  test.setTimeout(480_000);
  await seed();
  const first = await seen();
  // Who waits for a place would wait for ever here, and keep others from trying.
  const states = VmState.options.filter((state) => state !== 'queued');
  expect(new Set(first.vms.map(([, state]) => state))).toEqual(new Set(states));
  expect(new Set(first.requests.map(([, state]) => state))).toEqual(
    new Set(['pending', 'approved', 'rejected', 'cancelled']),
  );

  await rm(join(portal.folder, 'data/seeded-class'));
  await seed();
  expect(await seen()).toEqual(first);

  const alice = await Client.signedIn(portal, 'alice');
  const web1 = (await alice.list()).find(({ name }) => name === 'web1') as Vm;
  await alice.remove(web1.id, 60_000);
  await portal.stop();
  await portal.start();
  await seed();
  expect((await seen()).vms).toEqual(first.vms.filter(([id]) => id !== web1.id));

  await signIn(page, portal, 'h.rousseau');
  await page.goto(`${portal.url}/classes`);
  await expect(page.getByRole('link', { name: 'BTS SIO 2e année SISR', exact: true })).toBeVisible();
});
