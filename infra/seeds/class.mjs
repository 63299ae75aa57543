// A school in the middle of its year: what `npm run start:fake -- --seed class` makes. Students by their login.

const SIO1 = 'BTS SIO 1re année';
const SISR = 'BTS SIO 2e année SISR';
const WORKSHOP = 'Atelier réseau';

/** As long as a name may be. */
const LONG = 'serveur-de-fichiers-partages-du-departement-informatique-de-lyo';

const small = { vcpus: 1, memoryMiB: 1024, diskGiB: 10 };
const large = { vcpus: 4, memoryMiB: 4096, diskGiB: 40 };

export const people = [
  ['h.rousseau', 'Hélène Rousseau', 'teacher'],
  ['f.lemaitre', 'François Lemaître', 'teacher'],
  ['c.benali', 'Chloé Benali'],
  ['e.garnier', 'Élodie Garnier'],
  ['h.petit', 'Hugo Petit'],
  ['i.moreau', 'Inès Moreau'],
  ['j.nguyen', 'Jérôme Nguyễn'],
  ['k.haddad', 'Karim Haddad'],
  ['l.faure', 'Léa Faure'],
  ['m.lefevre', 'Maël Lefèvre'],
  ['n.martin', 'Noé Martin'],
  ['o.sanchez', 'Océane Sánchez'],
  ['r.diallo', 'Raphaël Diallo'],
  ['s.oconnor', 'Siobhán O’Connor'],
  ['t.leblanc', 'Théo Le Blanc de La Tour'],
  ['y.kaya', 'Yanis Kaya'],
  ['z.eclair', 'Zoé Éclair'],
].map(([username, displayName, role = 'student']) => ({ username, displayName, role }));

export const groups = [
  {
    name: SIO1,
    teachers: ['h.rousseau'],
    students: ['c.benali', 'e.garnier', 'h.petit', 'i.moreau', 'j.nguyen', 'k.haddad', 'l.faure', 'z.eclair'],
    quota: {
      perMember: { vms: 3, memoryMiB: 6144, diskGiB: 60 },
      budget: { vms: 24, memoryMiB: 32_768, diskGiB: 400, runningMemoryMiB: 16_384 },
    },
  },
  {
    name: SISR,
    teachers: ['h.rousseau', 'f.lemaitre'],
    students: [
      'alice',
      'bob',
      'm.lefevre',
      'n.martin',
      'o.sanchez',
      'r.diallo',
      's.oconnor',
      't.leblanc',
      'y.kaya',
    ],
    quota: {
      perMember: {
        vms: 12,
        vcpus: 24,
        memoryMiB: 24_576,
        diskGiB: 240,
        runningVcpus: 12,
        runningMemoryMiB: 12_288,
      },
      budget: { vms: 80, memoryMiB: 163_840, diskGiB: 1600 },
    },
  },
  { name: WORKSHOP, teachers: ['f.lemaitre'], students: ['alice', 'n.martin', 'y.kaya', 'e.garnier'] },
  { name: 'Bachelor cybersécurité', teachers: ['f.lemaitre'], students: [] },
];

/** Quotas of their own; Noé's is full, Karim's nearly. */
export const quotas = {
  'n.martin': { vms: 2, memoryMiB: 4096 },
  'k.haddad': { vms: 4, memoryMiB: 4096 },
};

/**
 * `state` is what becomes of it: `running` unless something else is said. `creating`, `starting`, `stopping`, `restoring`
 * and `deleting` are held there; `gone` and `stalled` are troubles of a machine that was made.
 */
export const machines = [
  { owner: 'alice', name: 'web1' },
  { owner: 'alice', name: 'dns-paris', state: 'stopped', ...small },
  { owner: 'alice', name: LONG, state: 'creating', ...small },
  { owner: 'alice', name: 'client-xfce', state: 'suspended', ...large },
  { owner: 'alice', name: 'ad-lab', state: 'failed' },
  { owner: 'alice', name: 'sauvegarde', state: 'stopping', ...small },
  { owner: 'alice', name: 'routeur.lab', state: 'starting', ...small },
  { owner: 'alice', name: 'essai', state: 'deleting', ...small },
  { owner: 'bob', name: 'serveur-web' },
  { owner: 'c.benali', name: 'web', ...small },
  { owner: 'c.benali', name: 'bdd', state: 'stopped' },
  { owner: 'e.garnier', name: 'debian', ...small },
  { owner: 'h.petit', name: 'tp-apache', ...small },
  { owner: 'h.petit', name: 'tp-dns', state: 'suspended', ...small },
  { owner: 'i.moreau', name: 'tp-apache', state: 'gone', ...small },
  { owner: 'j.nguyen', name: 'tp-apache', ...small },
  { owner: 'k.haddad', name: 'web', ...small },
  { owner: 'k.haddad', name: 'mail', ...small },
  { owner: 'k.haddad', name: 'proxy', state: 'stopped', ...small },
  { owner: 'l.faure', name: 'tp-apache', state: 'stalled', ...small },
  { owner: 'm.lefevre', name: 'srv-1', ...large },
  { owner: 'm.lefevre', name: 'srv-2', ...large },
  { owner: 'm.lefevre', name: 'srv-3', state: 'stopped', ...large },
  { owner: 'm.lefevre', name: 'client-1', ...small },
  { owner: 'm.lefevre', name: 'client-2', state: 'stopped', ...small },
  { owner: 'n.martin', name: 'nextcloud' },
  { owner: 'n.martin', name: 'supervision' },
  { owner: 'o.sanchez', name: 'zabbix', state: 'stopped' },
  { owner: 'r.diallo', name: 'glpi' },
  { owner: 'r.diallo', name: 'glpi-bdd' },
  { owner: 's.oconnor', name: 'nginx', state: 'suspended' },
  { owner: 't.leblanc', name: 'samba', state: 'restoring' },
  { owner: 'y.kaya', name: 'dhcp', ...small },
  { owner: 'y.kaya', name: 'relais-dhcp', state: 'stopped', ...small },
  { owner: 'h.rousseau', name: 'corrige-tp-3', state: 'stopped' },
];

/** Decided by Hélène Rousseau, where something is said of it. Dates count from today. */
export const requests = [
  {
    by: 'alice',
    machine: 'web1',
    want: { memoryMiB: 4096 },
    reason: 'Le serveur de base de données du projet manque de mémoire.',
  },
  {
    by: 'alice',
    want: { diskGiB: 300 },
    days: 30,
    reason: 'Pour les sauvegardes du projet de fin d’année, jusqu’à la soutenance.',
    approve: {
      grant: { diskGiB: 260 },
      comment: 'Commençons par là : nous en reparlerons après les vacances.',
    },
  },
  {
    by: 'alice',
    machine: 'dns-paris',
    want: { vcpus: 4 },
    reason: 'Pour que le DNS réponde plus vite.',
    reject: 'Un DNS n’a pas besoin de quatre processeurs ; regardez plutôt le cache.',
  },
  {
    by: 'n.martin',
    want: { vms: 4, memoryMiB: 8192 },
    days: 14,
    reason: 'Il me faut un client et un second serveur pour le TP de haute disponibilité.',
  },
  {
    by: 'k.haddad',
    machine: 'mail',
    want: { memoryMiB: 2048 },
    days: 7,
    reason: 'ClamAV ne démarre pas avec 1 Gio : il s’arrête pendant le chargement des signatures.',
  },
  {
    by: 'c.benali',
    machine: 'bdd',
    want: { diskGiB: 30 },
    reason: 'L’import du jeu de données du TP remplit le disque.',
  },
  {
    by: 'r.diallo',
    machine: 'glpi',
    want: { vcpus: 3 },
    reason: 'L’inventaire de toute la salle prend plus de dix minutes.',
    approve: {},
  },
  { by: 'y.kaya', want: { vms: 14 }, reason: 'Pour l’atelier de vendredi.', cancel: true },
];
