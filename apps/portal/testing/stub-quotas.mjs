// Quotas, budgets and hosts of the scripted API: someone whose quota is full, a class with a budget, a host that is tight.
import { groups, memberships, toMember, uuid } from './stub-people.mjs';

const DIMENSIONS = ['vms', 'vcpus', 'memoryMiB', 'diskGiB', 'runningVcpus', 'runningMemoryMiB'];
const amounts = (...values) => Object.fromEntries(DIMENSIONS.map((name, index) => [name, values[index]]));
const NONE = amounts(null, null, null, null, null, null);

let byDefault = amounts(4, 8, 12_288, 120, 6, 8192);
const own = new Map([
  [uuid('11', 2), { ...NONE, vms: 1, vcpus: 2, memoryMiB: 4096, diskGiB: 40 }],
  [uuid('11', 3), amounts(8, 20, 24_576, 200, 8, 12_288)],
  [uuid('11', 4), amounts(200, 600, 700_416, 6000, 400, 409_600)],
]);
const groupQuotas = new Map([
  [uuid('00', 1), { perMember: NONE, budget: NONE }],
  [
    uuid('00', 2),
    { perMember: { ...NONE, vms: 6, memoryMiB: 16_384 }, budget: { ...NONE, memoryMiB: 262_144 } },
  ],
  [
    uuid('00', 4),
    {
      perMember: amounts(5, 8, 12_288, 100, 6, 8192),
      budget: amounts(48, 72, 98_304, 900, 48, 65_536),
    },
  ],
]);

const filled = (limits) =>
  Object.fromEntries(DIMENSIONS.map((name) => [name, limits[name] ?? byDefault[name]]));
const sum = (all) =>
  Object.fromEntries(DIMENSIONS.map((name) => [name, all.reduce((total, usage) => total + usage[name], 0)]));

function usageOf(vms) {
  const add = (list, name) => list.reduce((total, vm) => total + vm[name], 0);
  const running = vms.filter(({ state }) => ['running', 'creating', 'stopping'].includes(state));
  return amounts(
    vms.length,
    add(vms, 'vcpus'),
    add(vms, 'memoryMiB'),
    add(vms, 'diskGiB'),
    add(running, 'vcpus'),
    add(running, 'memoryMiB'),
  );
}

/** Of those who have no machines in the stub: some of nothing, some of nearly all. */
function someUsage(number) {
  const vms = (number * 3) % 6;
  const running = Math.floor(vms / 2);
  return amounts(vms, vms * 2, vms * 2048 + (vms > 4 ? 2048 : 0), vms * 20, running * 2, running * 2048);
}

export function quotaOf(id, vmsOf) {
  const mine = [...vmsOf.values()].flat().filter(({ owner }) => owner.id === id);
  const number = Number(id.slice(-4));
  return {
    own: own.get(id) ?? NONE,
    effective: id === uuid('11', 6) ? NONE : filled(own.get(id) ?? NONE),
    usage: id.includes('-8110-') ? usageOf(mine) : someUsage(number),
  };
}

const hosts = [
  {
    host: 'labo-a',
    cores: 32,
    memoryMiB: 131_072,
    diskFreeGiB: 1843.2,
    limits: { runningVcpus: 256, runningMemoryMiB: 129_024, diskGiB: 3686 },
    promised: amounts(84, 172, 188_416, 2140, 96, 81_920),
    used: { memoryMiB: 61_300, diskGiB: 611.4 },
  },
  {
    host: 'serveur-de-virtualisation-du-departement-informatique',
    cores: 8,
    memoryMiB: 32_768,
    diskFreeGiB: 96.5,
    limits: { runningVcpus: 64, runningMemoryMiB: 30_720, diskGiB: 193 },
    promised: amounts(17, 40, 53_248, 186, 28, 29_696),
    used: { memoryMiB: null, diskGiB: null },
  },
];

export const quotaRoutes = ({ ok, problem, vmsOf }) => {
  const none = () => problem(404, 'not-found', 'Cela n’existe pas.');
  const students = (id) =>
    memberships
      .get(id)
      .map((account) =>
        toMember(
          groups.find((group) => group.id === id),
          account,
        ),
      )
      .filter(({ teaches, user }) => !teaches && user.role === 'student');
  const usages = (id) => students(id).map(({ user }) => ({ userId: user.id, ...quotaOf(user.id, vmsOf) }));
  const groupQuota = (id) => ({
    ...(groupQuotas.get(id) ?? { perMember: NONE, budget: NONE }),
    byDefault: amounts(4, 8, 12_288, 120, 6, 8_192),
    usage: sum(usages(id).map(({ usage }) => usage)),
  });
  const set = (id, limits) => {
    own.set(id, { ...(own.get(id) ?? NONE), ...limits });
    return { userId: id, ...quotaOf(id, vmsOf) };
  };
  const withGroup = (reply) => (call) => (memberships.has(call.match[1]) ? reply(call) : none());
  return [
    ['GET', /^\/quota$/, ({ me }) => ok(quotaOf(me.user.id, vmsOf))],
    ['GET', /^\/quota\/default$/, () => ok(byDefault)],
    ['PUT', /^\/quota\/default$/, ({ body }) => ok((byDefault = body))],
    ['GET', /^\/users\/([^/]+)\/quota$/, ({ match }) => ok(quotaOf(match[1], vmsOf))],
    ['PUT', /^\/users\/([^/]+)\/quota$/, ({ match, body }) => ok(set(match[1], body))],
    [
      'PUT',
      /^\/quotas$/,
      ({ body }) =>
        body.limits.memoryMiB > 98_304
          ? problem(
              409,
              'quota-exceeded',
              'Le budget de mémoire de la classe ne suffit pas : 96 Gio au plus par personne.',
            )
          : ok(body.userIds.map((id) => set(id, body.limits))),
    ],
    ['GET', /^\/groups\/([^/]+)\/quota$/, withGroup(({ match }) => ok(groupQuota(match[1])))],
    [
      'PUT',
      /^\/groups\/([^/]+)\/quota$/,
      withGroup(({ match, body }) => {
        const { perMember, budget } = groupQuota(match[1]);
        groupQuotas.set(match[1], {
          perMember: { ...perMember, ...body.perMember },
          budget: { ...budget, ...body.budget },
        });
        return ok(groupQuota(match[1]));
      }),
    ],
    ['GET', /^\/groups\/([^/]+)\/usage$/, withGroup(({ match }) => ok(usages(match[1])))],
    ['GET', /^\/capacity$/, () => ok(hosts)],
  ];
};
