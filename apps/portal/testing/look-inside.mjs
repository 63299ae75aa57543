// Screens of measurements, of the platform seen from inside, and of work on several machines.
import { inTurn, press, taught, vm } from './look-acts.mjs';

/** Pretended machines run without an engine: what one would say. */
const program = (name, more = {}) => ({
  ...{ id: name, name: `vm-manager-${name}-1`, state: 'running', isRunning: true, health: 'healthy' },
  ...{ since: '2026-11-20T08:12:00.000Z', restarts: 0, cpu: 0.042, memoryMiB: 218.4, memoryLimitMiB: 1024 },
  ...more,
});
const PROGRAMS = {
  source: 'engine',
  reason: null,
  programs: [
    program('api', { restarts: 2, cpu: 0.31 }),
    program('portal', { memoryMiB: 14.2, memoryLimitMiB: 128 }),
    program('postgres', { health: 'unhealthy', memoryLimitMiB: null }),
    program('engine-proxy', {
      ...{
        state: 'exited',
        isRunning: false,
        health: null,
        cpu: null,
        memoryMiB: null,
        memoryLimitMiB: null,
      },
    }),
  ],
};
const LOG = Array.from({ length: 60 }, (_, index) => ({
  at: `2026-11-20T08:12:${String(index).padStart(2, '0')}.000Z`,
  text:
    index % 17 === 5
      ? '{"level":"error","msg":"connect ECONNREFUSED /var/run/libvirt/libvirt-sock","requestId":"0f6f0f0e-7a0e-4a53-9c55-3b8e8f1c7d21"}'
      : `{"level":"info","msg":"request completed","method":"GET","path":"/api/vms","status":200,"ms":${index}}`,
  isError: index % 17 === 5,
}));

export const INSIDE_SCREENS = [
  { name: 'vm-metrics', as: 'alice', path: vm('web1', '/mesures'), full: true },
  { name: 'vm-metrics-week', as: 'alice', path: vm('web1', '/mesures?periode=semaine'), full: true },
  { name: 'vm-metrics-off', as: 'alice', path: vm('dns-paris', '/mesures'), full: true },
  { name: 'platform', as: 'admin', path: '/administration/plateforme', full: true },
  {
    name: 'platform-programs',
    as: 'admin',
    path: '/administration/plateforme',
    full: true,
    answers: { '**/api/platform/programs': PROGRAMS },
  },
  { name: 'platform-loading', as: 'admin', path: '/administration/plateforme', stall: '**/api/platform/*' },
  { name: 'platform-problem', as: 'admin', path: '/administration/plateforme', fail: '**/api/platform/*' },
  {
    name: 'program-log',
    as: 'admin',
    path: '/administration/plateforme/programmes/api?nom=vm-manager-api-1',
    answers: { '**/api/platform/log?*': LOG },
  },
  {
    name: 'platform-doctor',
    as: 'admin',
    path: '/administration/plateforme',
    full: true,
    act: inTurn(press('vmm-check-list button'), (page) =>
      page.locator('vmm-check-list li').first().waitFor({ timeout: 60_000 }),
    ),
  },
  { name: 'templates', as: 'admin', path: '/administration/modeles', full: true },
  {
    name: 'templates-loading',
    as: 'admin',
    path: '/administration/modeles',
    stall: '**/api/templates/settings',
  },
  {
    name: 'templates-problem',
    as: 'admin',
    path: '/administration/modeles',
    fail: '**/api/templates/settings',
  },
  { name: 'jobs', as: 'admin', path: '/administration/taches', full: true },
  {
    name: 'class-working',
    as: 'h.rousseau',
    path: taught('BTS SIO 2e année SISR'),
    act: inTurn(
      press('.select-all input, mat-checkbox input'),
      press('.several button, vmm-several-vms button'),
    ),
  },
];
