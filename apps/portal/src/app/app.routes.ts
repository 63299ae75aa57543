import type { Routes } from '@angular/router';
import type { TextKey } from './i18n/text-key';
import { notYetSignedIn, seesOthers, signedIn } from './session/guards';

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
      { path: '', pathMatch: 'full', redirectTo: 'machines' },
      {
        path: 'machines',
        loadChildren: () => import('./vms/vms.routes').then((file) => file.vmsRoutes),
      },
      {
        path: 'toutes',
        title: 'page.all-vms' satisfies TextKey,
        canMatch: [seesOthers],
        loadComponent: () => import('./vms/all/all-vms-page').then((file) => file.AllVmsPage),
      },
      {
        path: '**',
        title: 'page.not-found' satisfies TextKey,
        loadComponent: () => import('./shell/not-found-page').then((file) => file.NotFoundPage),
      },
    ],
  },
];
