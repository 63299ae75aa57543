// Every screen a person should look at.
import { account, groupAt, press, scrollFar, vm } from './look-acts.mjs';
import { QUOTA_SCREENS } from './look-quotas.mjs';

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
  ...QUOTA_SCREENS,
  { name: 'not-found', as: 'alice', path: '/nulle-part' },
  { name: 'loading', as: 'alice', path: '/machines', stall: '**/api/vms?*' },
  { name: 'loading-all', as: 'prof', path: '/toutes', stall: '**/api/vms' },
  { name: 'problem', as: 'alice', path: '/machines', fail: '**/api/vms?*' },
];
