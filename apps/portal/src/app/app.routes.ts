import type { Routes } from '@angular/router';
import type { TextKey } from './i18n/text-key';
import { administers, notYetSignedIn, seesOthers, signedIn, toHome } from './session/guards';
import { vmsRoutes } from './vms/vms.routes';

export const routes: Routes = [
  {
    path: 'connexion',
    title: 'page.sign-in' satisfies TextKey,
    canActivate: [notYetSignedIn],
    loadComponent: () => import('./session/sign-in-page').then((file) => file.SignInPage),
  },
  {
    path: 'machines/:id/console',
    title: 'page.console' satisfies TextKey,
    canActivate: [signedIn],
    loadComponent: () => import('./console/console-page').then((file) => file.ConsolePage),
  },
  {
    path: '',
    canActivate: [signedIn],
    loadComponent: () => import('./shell/shell').then((file) => file.Shell),
    children: [
      { path: '', pathMatch: 'full', redirectTo: toHome },
      { path: 'machines', children: vmsRoutes },
      {
        path: 'toutes',
        title: 'page.all-vms' satisfies TextKey,
        canMatch: [seesOthers],
        loadComponent: () => import('./vms/all/all-vms-page').then((file) => file.AllVmsPage),
      },
      {
        path: 'classes',
        title: 'page.classes' satisfies TextKey,
        canMatch: [seesOthers],
        loadComponent: () => import('./groups/taught/classes-page').then((file) => file.ClassesPage),
      },
      {
        path: 'classes/:id',
        title: 'page.group' satisfies TextKey,
        canMatch: [seesOthers],
        loadComponent: () => import('./groups/one/group-page').then((file) => file.GroupPage),
      },
      {
        path: 'classes/:id/series',
        title: 'page.series' satisfies TextKey,
        canMatch: [seesOthers],
        loadComponent: () => import('./series/series-page').then((file) => file.SeriesPage),
      },
      {
        path: 'classes/:id/series/nouvelle',
        title: 'page.new-series' satisfies TextKey,
        canMatch: [seesOthers],
        loadComponent: () => import('./series/new-series-page').then((file) => file.NewSeriesPage),
      },
      {
        path: 'classes/:id/series/:seriesId',
        title: 'page.one-series' satisfies TextKey,
        canMatch: [seesOthers],
        loadComponent: () => import('./series/series-board').then((file) => file.SeriesBoard),
      },
      {
        path: 'classes/:id/import',
        title: 'page.import' satisfies TextKey,
        canMatch: [seesOthers],
        loadComponent: () => import('./groups/import/import-page').then((file) => file.ImportPage),
      },
      {
        path: 'personnes/:id',
        title: 'page.person' satisfies TextKey,
        canMatch: [seesOthers],
        loadComponent: () => import('./groups/person/person-page').then((file) => file.PersonPage),
      },
      {
        path: 'demandes',
        loadChildren: () => import('./requests/requests.routes').then((file) => file.requestsRoutes),
      },
      {
        path: 'administration',
        canMatch: [administers],
        loadChildren: () =>
          import('./administration/administration.routes').then((file) => file.administrationRoutes),
      },
      {
        path: 'invitations',
        title: 'page.invitations' satisfies TextKey,
        loadComponent: () => import('./invitations/invitations-page').then((file) => file.InvitationsPage),
      },
      {
        path: 'compte',
        title: 'page.own-account' satisfies TextKey,
        loadComponent: () => import('./own-account/own-account-page').then((file) => file.OwnAccountPage),
      },
      { path: 'aide', pathMatch: 'full', redirectTo: 'aide/guide-etudiant' },
      {
        path: 'aide/:guide',
        title: 'page.help' satisfies TextKey,
        loadComponent: () => import('./help/help-page').then((file) => file.HelpPage),
      },
      {
        path: '**',
        title: 'page.not-found' satisfies TextKey,
        loadComponent: () => import('./shell/not-found-page').then((file) => file.NotFoundPage),
      },
    ],
  },
];
