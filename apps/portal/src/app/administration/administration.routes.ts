import type { Routes } from '@angular/router';
import type { TextKey } from '../i18n/text-key';

export const administrationRoutes: Routes = [
  {
    path: '',
    loadComponent: () => import('./administration-frame').then((file) => file.AdministrationFrame),
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'plateforme' },
      {
        path: 'plateforme',
        title: 'page.platform' satisfies TextKey,
        loadComponent: () => import('./platform-page').then((file) => file.PlatformPage),
      },
      {
        path: 'plateforme/programmes/:id',
        title: 'programs.log' satisfies TextKey,
        loadComponent: () => import('./program-log-page').then((file) => file.ProgramLogPage),
      },
      {
        path: 'taches',
        title: 'page.jobs' satisfies TextKey,
        loadComponent: () => import('./jobs-page').then((file) => file.JobsPage),
      },
      {
        path: 'comptes',
        title: 'page.accounts' satisfies TextKey,
        loadComponent: () => import('../accounts/all/accounts-page').then((file) => file.AccountsPage),
      },
      {
        path: 'comptes/import',
        title: 'page.import-accounts' satisfies TextKey,
        canDeactivate: [(page: { mayLeave(): boolean | Promise<boolean> }) => page.mayLeave()],
        loadComponent: () =>
          import('../accounts/import/import-accounts-page').then((file) => file.ImportAccountsPage),
      },
      {
        path: 'comptes/:id',
        title: 'page.one-account' satisfies TextKey,
        loadComponent: () => import('../accounts/one/account-page').then((file) => file.AccountPage),
      },
      {
        path: 'groupes',
        title: 'page.groups' satisfies TextKey,
        loadComponent: () => import('../groups/all/groups-page').then((file) => file.GroupsPage),
      },
      {
        path: 'groupes/:id',
        title: 'page.group' satisfies TextKey,
        loadComponent: () => import('../groups/one/group-page').then((file) => file.GroupPage),
      },
      {
        path: 'groupes/:id/import',
        title: 'page.import' satisfies TextKey,
        loadComponent: () => import('../groups/import/import-page').then((file) => file.ImportPage),
      },
      {
        path: 'quotas',
        title: 'page.quotas' satisfies TextKey,
        loadComponent: () => import('./quotas-page').then((file) => file.QuotasPage),
      },
      {
        path: 'modeles',
        title: 'page.templates' satisfies TextKey,
        loadComponent: () => import('../templates/templates-page').then((file) => file.TemplatesPage),
      },
      {
        path: 'hotes',
        title: 'page.capacity' satisfies TextKey,
        loadComponent: () => import('../capacity/capacity-page').then((file) => file.CapacityPage),
      },
      {
        path: 'corbeille',
        title: 'page.bin' satisfies TextKey,
        loadComponent: () => import('../vms/bin/bin-page').then((file) => file.BinPage),
        data: { ofAll: true },
      },
      {
        path: 'journal',
        title: 'page.audit' satisfies TextKey,
        loadComponent: () => import('../audit/audit-page').then((file) => file.AuditPage),
      },
    ],
  },
];
