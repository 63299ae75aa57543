// Deterministic people, templates and machines for looking at the portal without an API.

const uuid = (kind, number) => `00000000-0000-4000-8${kind}0-${String(number).padStart(12, '0')}`;
const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();

export const group = { id: uuid('00', 1), name: 'SISR 2' };
export const otherGroup = { id: uuid('00', 2), name: 'SISR 1' };
/** A class of twelve, with a budget. */
export const smallGroup = { id: uuid('00', 4), name: 'BTS SIO 1' };

const person = (number, username, displayName, role, groups, count) => ({
  user: { id: uuid('11', number), username, displayName, role, groups, language: null, localAccount: true },
  count,
});

/** Who signs in decides what there is to see: any password but "faux" is right. */
export const people = [
  person(1, 'zero', 'Zoé Éclair', 'student', [{ ...group, teaches: false }], 0),
  person(2, 'one', 'Noé Martin', 'student', [{ ...group, teaches: false }], 1),
  person(3, 'alice', 'Alice Durand', 'student', [{ ...group, teaches: false }], 7),
  person(
    4,
    'many',
    'Maxime Lefèvre',
    'student',
    [
      { ...group, teaches: false },
      { ...otherGroup, teaches: false },
    ],
    200,
  ),
  person(
    5,
    'prof',
    'Hélène Rousseau',
    'teacher',
    [
      { ...group, teaches: true },
      { ...otherGroup, teaches: true },
      { ...smallGroup, teaches: true },
    ],
    1000,
  ),
  person(6, 'admin', 'Administrateur', 'admin', [], 0),
];

const debianRules = { minLength: 6, maxLength: 127, uppercase: false, lowercase: false, digit: false };
const sizes = (vcpus, memory, disk) => ({
  vcpus: { min: vcpus[0], default: vcpus[1], max: vcpus[2] },
  memoryMiB: { min: memory[0], default: memory[1], max: memory[2] },
  diskGiB: { min: disk[0], default: disk[1], max: disk[2] },
});

export const templates = [
  {
    id: 'debian-server',
    name: 'Serveur Debian',
    description: 'Debian 12 en ligne de commande, pour les services réseau.',
    os: 'debian',
    available: true,
    unavailableReason: null,
    sizes: sizes([1, 2, 4], [512, 2048, 8192], [10, 20, 60]),
    passwordRules: debianRules,
    firstBootSeconds: 40,
  },
  {
    id: 'debian-client',
    name: 'Poste Debian',
    description: 'Debian 12 avec le bureau XFCE, ouvert sur votre session.',
    os: 'debian',
    available: true,
    unavailableReason: null,
    sizes: sizes([1, 2, 4], [2048, 4096, 8192], [15, 25, 80]),
    passwordRules: debianRules,
    firstBootSeconds: 75,
  },
  {
    id: 'windows-server',
    name: 'Windows Server 2022',
    description: 'Windows Server 2022 en évaluation, pour Active Directory.',
    os: 'windows',
    available: false,
    unavailableReason: 'l’image n’a pas encore été fabriquée.',
    sizes: sizes([2, 2, 4], [4096, 6144, 16384], [40, 60, 120]),
    passwordRules: { minLength: 8, maxLength: 127, uppercase: true, lowercase: true, digit: true },
    firstBootSeconds: 480,
  },
];

export const CREATE_STEPS = [
  'prepare-network',
  'prepare-folder',
  'import-box',
  'make-machine',
  'wait-for-guest',
  'create-account',
  'finish',
];

let jobs = 0;
export function makeJob(
  vmId,
  kind,
  state,
  { steps = CREATE_STEPS, at = 0, minutes = 1, problem = null } = {},
) {
  const isOver = !['queued', 'running'].includes(state);
  const stateOf = (index) => {
    if (state === 'queued') return 'pending';
    if (index < at || state === 'succeeded') return 'done';
    return index > at ? 'pending' : state === 'failed' ? 'failed' : 'running';
  };
  return {
    id: uuid('33', ++jobs),
    vmId,
    kind,
    state,
    step: state === 'running' ? (steps[at] ?? null) : null,
    steps: steps.map((name, index) => ({ name, state: stateOf(index) })),
    progress: state === 'succeeded' ? 100 : Math.round((100 * at) / steps.length),
    estimatedSeconds: 90,
    createdAt: ago(minutes),
    startedAt: state === 'queued' ? null : ago(minutes),
    finishedAt: isOver ? ago(minutes - 1.4) : null,
    result: null,
    problem,
    ...(state === 'queued' && { turn: { place: 2, startsAt: new Date(Date.now() + 240_000).toISOString() } }),
  };
}

const failure = {
  type: '/problems/vagrant-failed',
  title: 'La création a échoué',
  status: 500,
  detail:
    'Le système n’a pas répondu dans le temps prévu après son premier démarrage. Réessayez ; ' +
    'si cela se reproduit, prévenez votre enseignant.',
};

const ACTIONS = {
  queued: ['delete'],
  creating: ['delete'],
  stopped: ['start', 'update', 'delete'],
  starting: ['open-console', 'force-off', 'delete'],
  running: [
    'open-console',
    'shutdown',
    'reboot',
    'suspend',
    'force-off',
    'reset',
    'set-password',
    'update',
    'delete',
  ],
  stopping: ['open-console', 'force-off', 'delete'],
  suspended: ['resume', 'force-off', 'delete'],
  failed: ['retry', 'rebuild', 'delete'],
  deleting: ['delete'],
};

export function withState(vm, state, job = vm.job) {
  return {
    ...vm,
    state,
    job,
    allowedActions: ACTIONS[state],
    // The API keeps the last one.
    ipAddress: ['queued', 'creating'].includes(state) ? null : vm.ipAddress,
  };
}

const LONG = 'serveur-de-fichiers-partages-du-departement-informatique-de-lyo';
const SHOWN = ['running', 'stopped', 'creating', 'suspended', 'failed', 'running', 'stopping'];
const NAMES = ['web1', 'dns-paris', LONG, 'client-xfce', 'ad-lab', 'sauvegarde', 'routeur.lab'];
const FIRST = ['Alice', 'Karim', 'Inès', 'Léa', 'Hugo', 'Chloé', 'Yanis', 'Zoé', 'Noé', 'Élodie'];
const LAST = ['Durand', 'Benali', 'Moreau', 'Lefèvre', 'Garnier', 'Petit', 'Rousseau', 'Faure'];

export function makeVm(number, owner, state, name) {
  const id = uuid('22', number);
  const template = templates[number % 3 === 2 ? 1 : 0];
  const base = {
    id,
    name,
    owner: { id: owner.id, username: owner.username, displayName: owner.displayName },
    groupId: number % 2 ? group.id : otherGroup.id,
    group: number % 2 ? group : otherGroup,
    templateId: template.id,
    state,
    vcpus: template.sizes.vcpus.default,
    memoryMiB: template.sizes.memoryMiB.default,
    diskGiB: template.sizes.diskGiB.default,
    atNextStart: NAMES[5] === name ? { vcpus: 2, memoryMiB: 4096 } : null,
    username: owner.username,
    ipAddress: `192.168.${121 + (number % 20)}.${10 + (number % 200)}`,
    addressIsInternal: true,
    problem: null,
    passwordsKeptUntil: null,
    viewers:
      name === 'sauvegarde' ? [{ id: uuid('11', 5), displayName: 'Hélène Rousseau', mode: 'view' }] : [],
    host: 'local',
    createdAt: ago(number * 37 + 3),
    allowedActions: [],
    job: null,
  };
  if (state === 'creating') base.job = makeJob(id, 'create', 'running', { at: 4, minutes: 0.7 });
  if (state === 'failed') {
    base.problem = failure;
    base.job = makeJob(id, 'create', 'failed', { at: 4, minutes: 60, problem: failure });
  }
  if (state === 'stopping')
    base.job = makeJob(id, 'shutdown', 'running', { steps: ['ask-guest', 'force'], minutes: 0.2 });
  return withState(base, state);
}

export function makeVms({ user, count }) {
  return Array.from({ length: count }, (_, index) => {
    const state = SHOWN[index % SHOWN.length];
    if (user.role === 'student')
      return makeVm(index + 1, user, state, NAMES[index] ?? `machine-${index + 1}`);
    const name = `${FIRST[index % FIRST.length]} ${LAST[(index * 7) % LAST.length]}`;
    const owner = { id: uuid('44', index % 80), username: `eleve${index % 80}`, displayName: name };
    return makeVm(index + 1, owner, state, index === 2 ? LONG : `${NAMES[index % 2]}-${index + 1}`);
  });
}
