// Requests of the scripted API: thirty that wait for the teacher, and one of each fate for Alice.
import { otherGroup, people } from './stub-data.mjs';
import { ago, makeAccount, uuid } from './stub-people.mjs';
import { quotaOf } from './stub-quotas.mjs';

const DAY = 1440;
const at = (minutes) => ago(minutes);
const short = ({ id, username, displayName }) => ({ id, username, displayName });
const who = (name) => short(people.find(({ user }) => user.username === name).user);
const [alice, prof] = [who('alice'), who('prof')];
const vm = (number, name) => ({ id: uuid('22', number), name });
const LONG = 'serveur-de-fichiers-partages-du-departement-informatique-de-lyo';

let made = 0;
function makeRequest({ requester, minutes, state = 'pending', ...rest }) {
  const created = { by: requester, what: 'created', grant: null, until: null, comment: null };
  const decided = state !== 'pending' && state !== 'cancelled';
  const decision = {
    by: prof,
    what: state === 'rejected' ? 'rejected' : 'approved',
    grant: rest.grant ?? null,
    until: rest.grantedUntil ?? null,
    comment: rest.comment ?? null,
  };
  return {
    id: uuid('77', ++made),
    requester,
    vm: null,
    until: null,
    prolongs: null,
    state,
    grant: null,
    grantedUntil: null,
    takesEffect: state === 'approved' ? 'now' : null,
    decidedBy: decided ? prof : null,
    decidedAt: decided ? at(minutes - 90) : null,
    comment: null,
    createdAt: at(minutes),
    stays: [],
    history: [
      { at: at(minutes), ...created },
      ...(decided ? [{ at: at(minutes - 90), ...decision }] : []),
      ...(state === 'expired' ? [{ at: at(2 * DAY), ...created, by: null, what: 'expired' }] : []),
      ...(state === 'cancelled' ? [{ at: at(minutes - 9), ...created, what: 'cancelled' }] : []),
    ],
    ...rest,
  };
}

const ofAlice = [
  {
    minutes: 25,
    vm: vm(1, 'web1'),
    want: { memoryMiB: 6144, vcpus: 3 },
    reason: 'Le TP Docker de jeudi lance quatre conteneurs et la base manque de mémoire.',
    until: at(-14 * DAY),
  },
  {
    minutes: 2 * DAY,
    state: 'approved',
    vm: vm(6, 'sauvegarde'),
    want: { memoryMiB: 4096 },
    grant: { memoryMiB: 4096 },
    takesEffect: 'at-next-start',
    grantedUntil: at(-30 * DAY),
    reason: 'Les sauvegardes dépassent la mémoire de la machine.',
  },
  {
    minutes: 5 * DAY,
    state: 'approved',
    want: { vms: 8, vcpus: 24, memoryMiB: 32_768 },
    grant: { vms: 8, vcpus: 20, memoryMiB: 24_576 },
    comment: 'D’accord pour huit machines ; avec 24 Gio vous tiendrez jusqu’au projet.',
    reason: 'Pour le projet de fin d’année il me faut un domaine, deux clients et trois serveurs.',
  },
  {
    minutes: 9 * DAY,
    state: 'rejected',
    vm: vm(3, LONG),
    want: { diskGiB: 60 },
    comment:
      'Le disque est aux trois quarts vide. Supprimez d’abord les vieilles images dans /srv, puis redemandez.',
    reason: 'Je voudrais garder toutes les images ISO sur la machine.',
  },
  {
    minutes: 40 * DAY,
    state: 'expired',
    vm: vm(2, 'dns-paris'),
    want: { vcpus: 4, memoryMiB: 4096, diskGiB: 40 },
    grant: { vcpus: 4, memoryMiB: 4096, diskGiB: 40 },
    grantedUntil: at(2 * DAY),
    stays: ['diskGiB'],
    reason: 'Mesures de charge pour le rapport de stage.',
  },
  {
    minutes: 50 * DAY,
    state: 'cancelled',
    want: { vms: 12 },
    reason: 'Pour essayer un petit cluster Kubernetes à la maison.',
  },
  { minutes: 60 * DAY, state: 'withdrawn', want: { memoryMiB: 16_384 }, reason: 'Projet Windows Server.' },
];

const REASONS = [
  'Mon serveur web tombe dès que je lance la base de données.',
  'Pour le TP Active Directory il faut un contrôleur et deux postes en même temps.',
  'Je n’ai plus de place pour les journaux.',
  'Projet tutoré : nous sommes trois sur la même maquette (pare-feu, serveur, client, sonde), et chaque machine doit ' +
    'rester en marche pendant la semaine de mesures.\nNous rendrons tout à la fin.',
  'Compilation du noyau trop longue avec deux processeurs.',
];
const WISHES = [
  { vm: true, want: { memoryMiB: 4096 } },
  { want: { vms: 6, vcpus: 12, memoryMiB: 16_384 } },
  { vm: true, want: { diskGiB: 60 } },
  {
    want: {
      vms: 8,
      vcpus: 16,
      memoryMiB: 24_576,
      diskGiB: 240,
      runningVcpus: 12,
      runningMemoryMiB: 16_384,
    },
  },
  { vm: true, want: { vcpus: 4, memoryMiB: 6144, diskGiB: 40 } },
];
const ofClass = Array.from({ length: 29 }, (_, index) => {
  const wish = WISHES[index % WISHES.length];
  return {
    requester: short(makeAccount(index + 5)),
    minutes: 40 + index * index * 31,
    vm: wish.vm ? vm(index + 1, index === 2 ? LONG : `web1-${index + 1}`) : null,
    want: wish.want,
    reason: REASONS[index % REASONS.length],
    until: index % 3 ? null : at(-20 * DAY),
  };
});

let requests = [...ofAlice.map((one) => ({ requester: alice, ...one })), ...ofClass]
  .map(makeRequest)
  .sort((a, b) => b.createdAt.localeCompare(a.createdAt));

function actionsOf(request, me) {
  const isMine = request.requester.id === me.user.id;
  const { state, grantedUntil } = request;
  if (isMine)
    return state === 'pending' ? ['cancel'] : state === 'approved' && grantedUntil ? ['prolong'] : [];
  return state === 'pending' ? ['approve', 'reject'] : state === 'approved' ? ['withdraw'] : [];
}

export const requestRoutes = ({ ok, problem, vmsOf, push }) => {
  const seenBy = (request, me) => me.user.role !== 'student' || request.requester.id === me.user.id;
  const show = (request, me) => {
    const { usage, effective } = quotaOf(request.requester.id, vmsOf);
    return { ...request, groups: [otherGroup], usage, effective, allowedActions: actionsOf(request, me) };
  };
  const withRequest = (reply) => (call) => {
    const request = requests.find(({ id }) => id === call.match[1]);
    return request && seenBy(request, call.me)
      ? reply({ ...call, request })
      : problem(404, 'not-found', 'Cette demande n’existe pas.');
  };
  const change = (request, me, what, changes) => {
    const event = {
      at: at(0),
      by: short(me.user),
      what,
      grant: changes.grant ?? null,
      until: changes.grantedUntil ?? null,
      comment: changes.comment ?? null,
    };
    const changed = { ...request, state: what, ...changes, history: [...request.history, event] };
    requests = requests.map((each) => (each.id === request.id ? changed : each));
    push(me.user.username, 'request', show(changed, me));
    return ok(show(changed, me));
  };
  const decided = (me, body) => ({
    decidedBy: short(me.user),
    decidedAt: at(0),
    comment: body?.comment ?? null,
  });
  return [
    [
      'GET',
      /^\/requests$/,
      ({ me, url }) => {
        const user = url.searchParams.get('user');
        const seen = requests.filter(
          (request) => seenBy(request, me) && (!user || request.requester.id === user),
        );
        return ok(seen.map((request) => show(request, me)));
      },
    ],
    ['GET', /^\/requests\/([^/]+)$/, withRequest(({ request, me }) => ok(show(request, me)))],
    [
      'POST',
      /^\/requests$/,
      ({ me, body }) => {
        const machine = [...vmsOf.get(me.user.username)].find(({ id }) => id === body.vmId);
        const request = makeRequest({
          requester: short(me.user),
          minutes: 0,
          vm: machine ? { id: machine.id, name: machine.name } : null,
          want: body.want,
          reason: body.reason,
          until: body.until ?? null,
          prolongs: body.prolongs ?? null,
        });
        requests = [request, ...requests];
        return ok(show(request, me), 201);
      },
    ],
    [
      'POST',
      /^\/requests\/([^/]+)\/approve$/,
      withRequest(({ request, me, body }) =>
        (body.grant ?? request.want).diskGiB === 240
          ? problem(
              409,
              'quota-exceeded',
              'Le budget de disque de BTS SIO 1 ne suffit pas : 620 Gio sur 900 utilisés, 320 Gio demandés.',
            )
          : change(request, me, 'approved', {
              ...decided(me, body),
              grant: body.grant ?? request.want,
              grantedUntil: body.until === undefined ? request.until : body.until,
              takesEffect: 'now',
            }),
      ),
    ],
    [
      'POST',
      /^\/requests\/([^/]+)\/reject$/,
      withRequest(({ request, me, body }) => change(request, me, 'rejected', decided(me, body))),
    ],
    [
      'POST',
      /^\/requests\/([^/]+)\/cancel$/,
      withRequest(({ request, me }) => change(request, me, 'cancelled', {})),
    ],
    [
      'POST',
      /^\/requests\/([^/]+)\/withdraw$/,
      withRequest(({ request, me }) => change(request, me, 'withdrawn', {})),
    ],
  ];
};
