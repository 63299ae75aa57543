import type { Routes } from '@angular/router';
import type { TextKey } from '../i18n/text-key';
import { seesOthers } from '../session/guards';

export const requestsRoutes: Routes = [
  {
    path: '',
    pathMatch: 'full',
    title: 'page.requests' satisfies TextKey,
    canMatch: [seesOthers],
    loadComponent: () => import('./inbox-page').then((file) => file.InboxPage),
  },
  {
    path: '',
    pathMatch: 'full',
    title: 'page.my-requests' satisfies TextKey,
    loadComponent: () => import('./my-requests-page').then((file) => file.MyRequestsPage),
  },
  {
    path: 'miennes',
    title: 'page.my-requests' satisfies TextKey,
    loadComponent: () => import('./my-requests-page').then((file) => file.MyRequestsPage),
  },
  {
    path: 'nouvelle',
    title: 'page.new-request' satisfies TextKey,
    loadComponent: () => import('./new-request-page').then((file) => file.NewRequestPage),
  },
  {
    path: ':id',
    title: 'page.request' satisfies TextKey,
    loadComponent: () => import('./request-page').then((file) => file.RequestPage),
  },
];
