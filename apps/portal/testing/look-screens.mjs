// Every screen a person should look at.
import { account, group, press, scrollFar, taught, vm } from './look-acts.mjs';
import { INSIDE_SCREENS } from './look-inside.mjs';
import { QUOTA_SCREENS } from './look-quotas.mjs';
import { SERIES_SCREENS } from './look-series.mjs';

const LONG = 'serveur-de-fichiers-partages-du-departement-informatique-de-lyo';
const CLASS = 'BTS SIO 2e année SISR';
const endTokens = async (api, origin) => {
  for (const { id } of await (await api.get(`${origin}/api/tokens`)).json())
    await api.delete(`${origin}/api/tokens/${id}`);
};

const size = { vcpus: 2, memoryMiB: 2048, diskGiB: 20 };
const point = (number, point) => ({
  id: `${number}`.repeat(8) + '-0000-4000-8000-000000000000',
  ...size,
  ...point,
});
const POINTS = {
  '**/restore-points': [
    point(1, {
      name: 'État initial',
      kind: 'initial',
      createdAt: '2026-11-20T08:10:00Z',
      withMemory: false,
      sizeMiB: 0,
      isCurrent: false,
    }),
    point(2, {
      name: 'Avant la mise à jour du serveur de fichiers partagés du département informatique',
      kind: 'own',
      createdAt: '2026-11-24T13:32:00Z',
      withMemory: true,
      sizeMiB: 1318,
      isCurrent: true,
    }),
    point(3, {
      name: 'Début du TP 3',
      kind: 'class',
      createdAt: '2026-11-27T07:58:00Z',
      withMemory: false,
      sizeMiB: 41,
      isCurrent: false,
    }),
  ],
};

const CLASS_POINTS = {
  '**/api/restore-points': [
    { name: 'Début du TP 3', vms: 27, createdAt: '2026-11-27T07:58:00Z' },
    { name: 'Serveur de fichiers partagés, avant la mise à jour', vms: 1, createdAt: '2026-11-20T08:10:00Z' },
  ],
};

const binned = (number, change) => ({
  ...{ id: `00000000-0000-4000-8220-00000000000${number}`, groupId: null, group: null },
  owner: { id: '00000000-0000-4000-8110-000000000003', username: 'alice', displayName: 'Alice Durand' },
  ...{ templateId: 'debian-server', state: 'stopped', vcpus: 2, memoryMiB: 2048, diskGiB: 20 },
  ...{ atNextStart: null, username: 'etudiant', ipAddress: null, addressIsInternal: true, host: 'local' },
  ...{ createdAt: '2026-11-01T10:00:00.000Z', evaluationEndsAt: null, problem: null },
  ...{ passwordsKeptUntil: null, viewers: [], control: null, allowedActions: [], job: null, ...change },
});

const BIN = {
  '**/api/platform': {
    ...{ fake: true, emulated: false, version: '0.1.0', timeZone: 'Europe/Paris', binDays: 7 },
  },
  '**/api/bin': [
    binned(1, { name: 'web1', goneAt: '2026-11-29T08:10:00.000Z' }),
    binned(2, {
      name: 'serveur-de-fichiers-partages-du-departement-informatique-2026',
      goneAt: '2026-12-04T08:10:00.000Z',
      diskGiB: 60,
    }),
    binned(3, { name: 'ad-lab', state: 'deleting', goneAt: '2026-12-05T08:10:00.000Z' }),
  ],
};

const ofAlice = {
  id: '00000000-0000-4000-8110-000000000003',
  username: 'alice',
  displayName: 'Alice Durand',
};
/** Hers, whatever her account's id is there. */
const clearings = async (get) => {
  const { id } = await get('/api/auth/me');
  const owner = { ...ofAlice, id };
  return [
    { ...{ owner, reason: 'unused', keepDays: 30 }, vm: { id: ofAlice.id, name: 'web1' } },
    {
      ...{ owner, reason: 'class-ends', keepDays: 0 },
      vm: { id, name: 'serveur-de-fichiers-partages-du-departement-informatique-2026' },
    },
  ].map((each) => ({ ...each, dueAt: new Date(Date.now() + 6.5 * 86_400_000).toISOString() }));
};

export const SCREENS = [
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
  { name: 'mine-0', as: 'z.eclair', path: '/machines' },
  { name: 'mine-1', as: 'bob', path: '/machines' },
  { name: 'mine-8', as: 'alice', path: '/machines' },
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
  { name: 'vm', as: 'alice', path: vm('web1') },
  { name: 'vm-long', as: 'alice', path: vm(LONG) },
  { name: 'vm-activity', as: 'alice', path: vm(LONG, '/activite') },
  { name: 'vm-failed', as: 'alice', path: vm('ad-lab', '/activite') },
  { name: 'vm-settings', as: 'alice', path: vm('web1', '/reglages') },
  { name: 'my-vms-clearing', as: 'alice', path: '/machines', answers: { '**/api/clearings': clearings } },
  { name: 'bin', as: 'alice', path: '/machines/corbeille', answers: BIN },
  { name: 'bin-empty', as: 'bob', path: '/machines/corbeille', answers: { '**/api/bin': [] } },
  { name: 'bin-of-all', as: 'admin', path: '/administration/corbeille', answers: BIN },
  { name: 'vm-points', as: 'alice', path: vm('web1', '/restauration'), answers: POINTS },
  {
    name: 'vm-revert',
    as: 'alice',
    path: vm('web1', '/restauration'),
    answers: POINTS,
    act: async (page) => {
      await page.locator('li button').first().click();
      await page.getByRole('checkbox').check();
    },
  },
  {
    name: 'vm-delete',
    as: 'alice',
    path: vm('web1', '/reglages'),
    act: async (page) => {
      await page.locator('button.danger').click();
      await page.waitForTimeout(400);
    },
  },
  { name: 'console', as: 'alice', path: vm('web1', '/console'), act: (page) => page.waitForTimeout(1500) },
  {
    name: 'console-keys',
    as: 'alice',
    path: vm('web1', '/console'),
    act: async (page) => {
      await page
        .getByRole('button', { name: 'Traduire mes frappes' })
        .or(page.getByRole('button', { name: 'Translate' }))
        .click();
      await page.getByRole('button', { name: /^(Touches|Keys)$/ }).click();
      await page.waitForTimeout(500);
    },
  },
  {
    name: 'console-display',
    as: 'alice',
    path: vm('web1', '/console'),
    act: async (page) => {
      await page.getByRole('button', { name: /^(Affichage|Display)$/ }).click();
      await page.waitForTimeout(1500);
    },
  },
  { name: 'console-off', as: 'alice', path: vm('dns-paris', '/console') },
  { name: 'all', as: 'h.rousseau', path: '/toutes' },
  { name: 'all-far', as: 'admin', path: '/toutes', act: scrollFar },
  { name: 'all-none', as: 'h.rousseau', path: '/toutes?search=introuvable' },
  { name: 'accounts', as: 'admin', path: '/administration/comptes' },
  { name: 'accounts-none', as: 'admin', path: '/administration/comptes?search=introuvable&role=teacher' },
  { name: 'accounts-far', as: 'admin', path: '/administration/comptes', act: scrollFar },
  { name: 'accounts-new', as: 'admin', path: '/administration/comptes', act: press('.actions button') },
  { name: 'account-one', as: 'admin', path: account('h.rousseau'), full: true },
  { name: 'account-local', as: 'admin', path: account('alice'), full: true },
  { name: 'account-disable', as: 'admin', path: account('alice'), act: press('button.danger') },
  { name: 'groups', as: 'admin', path: '/administration/groupes' },
  { name: 'group-manual', as: 'admin', path: group(CLASS) },
  { name: 'group-empty', as: 'admin', path: group('Bachelor cybersécurité') },
  { name: 'group-delete', as: 'admin', path: group(CLASS), act: press('.page-head button:last-child') },
  {
    name: 'group-import',
    as: 'admin',
    path: group(CLASS, '/import'),
    full: true,
    act: async (page) => {
      await page.locator('textarea').fill('identifiant;rôle\nalice;\nprof;enseignant\npersonne;\nz.eclair;');
      await press('.next button')(page);
    },
  },
  { name: 'classes', as: 'h.rousseau', path: '/classes' },
  { name: 'class', as: 'h.rousseau', path: taught(CLASS) },
  {
    name: 'class-screens',
    as: 'h.rousseau',
    path: taught(CLASS, '?vue=ecrans'),
    act: (page) => page.waitForTimeout(1500),
  },
  {
    name: 'class-clearing',
    as: 'h.rousseau',
    path: taught(CLASS),
    act: press('.page-head .actions button'),
  },
  {
    name: 'class-points',
    as: 'h.rousseau',
    path: taught(CLASS),
    answers: CLASS_POINTS,
    act: async (page) => {
      await press('vmm-chosen-bar input[type=checkbox]')(page);
      await press('vmm-several-vms .mat-mdc-menu-trigger')(page);
      await press('.mat-mdc-menu-item:last-child')(page);
    },
  },
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
    after: endTokens,
  },
  { name: 'loading-accounts', as: 'admin', path: '/administration/comptes', stall: '**/api/users?*' },
  { name: 'problem-accounts', as: 'admin', path: '/administration/comptes', fail: '**/api/users?*' },
  ...QUOTA_SCREENS,
  ...SERIES_SCREENS,
  ...INSIDE_SCREENS,
  { name: 'not-found', as: 'alice', path: '/nulle-part' },
  { name: 'loading', as: 'alice', path: '/machines', stall: '**/api/vms?*' },
  { name: 'loading-all', as: 'h.rousseau', path: '/toutes', stall: '**/api/vms?*' },
  { name: 'problem', as: 'alice', path: '/machines', fail: '**/api/vms?*' },
];
