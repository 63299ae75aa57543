import type { Routes } from '@angular/router';
import type { TextKey } from '../i18n/text-key';
import { seesOthers } from '../session/guards';

export const vmsRoutes: Routes = [
  {
    path: '',
    title: 'page.my-vms' satisfies TextKey,
    loadComponent: () => import('./mine/my-vms-page').then((file) => file.MyVmsPage),
  },
  {
    path: 'nouvelle',
    title: 'page.new-vm' satisfies TextKey,
    loadComponent: () => import('./new/new-vm-page').then((file) => file.NewVmPage),
  },
  {
    path: 'corbeille',
    title: 'page.bin' satisfies TextKey,
    loadComponent: () => import('./bin/bin-page').then((file) => file.BinPage),
  },
  {
    path: ':id',
    title: 'page.vm' satisfies TextKey,
    loadComponent: () => import('./one/vm-page').then((file) => file.VmPage),
    children: [
      { path: '', loadComponent: () => import('./one/screen-tab').then((file) => file.ScreenTab) },
      {
        path: 'activite',
        title: 'page.vm-activity' satisfies TextKey,
        loadComponent: () => import('./one/activity-tab').then((file) => file.ActivityTab),
      },
      {
        path: 'mesures',
        title: 'page.vm-metrics' satisfies TextKey,
        loadComponent: () => import('./one/metrics-tab').then((file) => file.MetricsTab),
      },
      {
        path: 'restauration',
        title: 'page.vm-restore-points' satisfies TextKey,
        loadComponent: () => import('./one/restore-points-tab').then((file) => file.RestorePointsTab),
      },
      {
        path: 'sauvegardes',
        title: 'page.vm-backups' satisfies TextKey,
        canMatch: [seesOthers],
        loadComponent: () => import('./one/backups-tab').then((file) => file.BackupsTab),
      },
      {
        path: 'reglages',
        title: 'page.vm-settings' satisfies TextKey,
        loadComponent: () => import('./one/settings-tab').then((file) => file.SettingsTab),
      },
    ],
  },
];
