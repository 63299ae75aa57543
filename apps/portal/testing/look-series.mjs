// Series of a class, told to the browser as they would be.
import { press, taught, vm } from './look-acts.mjs';

const CLASS = 'BTS SIO 2e année SISR';
const SERIES = '55555555-0000-4000-8000-000000000001';
const GROUP = { id: '44444444-0000-4000-8000-000000000001', name: CLASS };
const idOf = (number) => `33333333-0000-4000-8000-${String(number).padStart(12, '0')}`;
const NAMES = [
  'Alice Durand',
  'Bachir Ben Ali',
  'Chloé Lefèvre-Desjardins',
  'Dimitri Koval',
  'Élodie Martin',
  'Farid Saïdi',
];
const problem = (detail) => ({
  type: '/problems/quota-exceeded',
  title: 'Quota dépassé',
  status: 409,
  detail,
});
const WAITS = {
  ...{ id: idOf(90), subject: { kind: 'vm', id: idOf(4) }, vmId: idOf(4), kind: 'create', state: 'queued' },
  ...{ step: null, steps: [{ name: 'make-machine', state: 'pending' }], progress: 0, estimatedSeconds: 60 },
  ...{ createdAt: '2026-11-28T08:00:00Z', startedAt: null, finishedAt: null, result: null, problem: null },
  turn: { place: 3, startsAt: null },
};
const member = (number, change = {}) => ({
  user: { id: idOf(number), username: `eleve${number}`, displayName: NAMES[number % NAMES.length] },
  ...{ vmId: idOf(number), vmName: `tp3-eleve${number}`, state: 'running', problem: null, job: null },
  passwords: number % 2 ? 'shown' : 'waiting',
  ...change,
});
const FULL = problem(
  'Son quota de machines est atteint : 4 sur 4. Demandez-en plus, ou supprimez une machine.',
);
const MEMBERS = [
  ...[member(0), member(1), member(2, { state: 'stopped' })],
  member(3, { vmId: null, state: 'failed', problem: FULL, passwords: 'none' }),
  member(4, { state: 'queued', job: WAITS }),
  member(5, { vmId: null, state: 'deleted', passwords: 'none' }),
];
const series = (members) => ({
  ...{ id: SERIES, name: 'tp3', namePattern: 'tp3-{login}', groupId: GROUP.id, group: GROUP },
  ...{ templateId: 'debian-server', vcpus: 1, memoryMiB: 1024, diskGiB: 10, followMembers: true },
  ...{ passwords: 'random', createdAt: '2026-11-28T08:00:00Z', members, ready: 3, total: members.length },
});
const usage = (vms) => ({
  ...{ vms, vcpus: vms, memoryMiB: vms * 1024, diskGiB: vms * 10 },
  ...{ runningVcpus: vms, runningMemoryMiB: vms * 1024 },
});
const NO_LIMIT = {
  vms: null,
  vcpus: null,
  memoryMiB: null,
  diskGiB: null,
  runningVcpus: null,
  runningMemoryMiB: null,
};
const PLAN = {
  ...series(
    MEMBERS.map((one) => ({
      ...one,
      vmId: null,
      job: null,
      passwords: 'none',
      state: one.problem ? 'failed' : 'queued',
    })),
  ),
  ...{ id: null, ready: 0 },
  cost: {
    asked: usage(5),
    budget: { limits: { ...NO_LIMIT, vms: 40, memoryMiB: 40960 }, used: usage(12) },
    hosts: [
      {
        host: 'kvm1',
        limits: { ...NO_LIMIT, diskGiB: 900, runningVcpus: 64, runningMemoryMiB: 30720 },
        used: usage(20),
      },
    ],
  },
};

/** As if the machine that is shown were of a series. */
const handed = async (page) => {
  const vmId = new URL(page.url()).pathname.split('/')[2];
  await page.route('**/api/handed-passwords', (route) =>
    route.fulfill({ json: [{ vmId, vmName: 'x', series: 'tp3' }] }),
  );
  await page.reload();
  await page.waitForSelector('vmm-handed-passwords-note section');
};

export const SERIES_SCREENS = [
  { name: 'series-none', as: 'h.rousseau', path: taught(CLASS, '/series'), answers: { '**/api/series': [] } },
  { name: 'series-new', as: 'h.rousseau', path: taught(CLASS, '/series/nouvelle'), full: true },
  {
    name: 'series-plan',
    as: 'h.rousseau',
    path: taught(CLASS, '/series/nouvelle'),
    full: true,
    answers: { '**/api/series': PLAN },
    act: press('button[type=submit]'),
  },
  {
    name: 'series-board',
    as: 'h.rousseau',
    path: taught(CLASS, `/series/${SERIES}`),
    full: true,
    answers: { [`**/api/series/${SERIES}`]: series(MEMBERS) },
  },
  {
    name: 'series-broken',
    as: 'h.rousseau',
    path: taught(CLASS, `/series/${SERIES}`),
    fail: '**/api/series/*',
  },
  { name: 'series-handed', as: 'bob', path: vm('serveur-web'), act: handed },
  {
    name: 'series-shown',
    as: 'bob',
    path: vm('serveur-web'),
    answers: {
      '**/api/vms/*/handed-passwords': {
        username: 'alice',
        password: 'Kofa7pelmivu',
        rootPassword: 'tR5nabKwes9d',
      },
    },
    act: async (page) => {
      await handed(page);
      await press('vmm-handed-passwords-note button')(page);
    },
  },
];
