import type { Role } from '@vm-manager/contracts';

const STUDENT = 'guide-etudiant';
const TEACHER = 'guide-enseignant';

/** The first of these that a page's address begins with; `*` is any id. A test of the build finds each place in its guide. */
export const PAGES: readonly (readonly [path: string, help: string | Record<Role, string>])[] = [
  ['/machines/nouvelle', `${STUDENT}#créer-une-première-machine`],
  ['/machines/*/activite', `${STUDENT}#suivre-ce-que-la-machine-consomme`],
  ['/machines/*/mesures', `${STUDENT}#suivre-ce-que-la-machine-consomme`],
  ['/machines/*/restauration', `${STUDENT}#revenir-en-arrière`],
  ['/machines/*/reglages', `${STUDENT}#changer-de-taille-de-nom-de-mot-de-passe`],
  ['/machines/*', `${STUDENT}#démarrer-éteindre-suspendre`],
  ['/machines', `${STUDENT}#retrouver-ses-machines`],
  ['/demandes/miennes', `${STUDENT}#quota-et-comment-demander-plus`],
  ['/demandes/nouvelle', `${STUDENT}#quota-et-comment-demander-plus`],
  [
    '/demandes',
    {
      student: `${STUDENT}#quota-et-comment-demander-plus`,
      teacher: `${TEACHER}#répondre-aux-demandes`,
      admin: `${TEACHER}#répondre-aux-demandes`,
    },
  ],
  ['/invitations', `${STUDENT}#notifications-et-invitations`],
  ['/compte', `${STUDENT}#votre-compte`],
  ['/toutes', `${TEACHER}#plusieurs-machines-à-la-fois`],
  ['/classes/*/import', `${TEACHER}#ajouter-des-étudiants`],
  ['/classes/*', `${TEACHER}#ce-que-vous-voyez`],
  ['/classes', `${TEACHER}#vos-classes`],
  ['/personnes', `${TEACHER}#ce-que-vous-voyez`],
  ['/administration/plateforme/programmes', 'exploitation#les-journaux'],
  ['/administration/plateforme', 'exploitation#létat'],
  ['/administration/taches', 'depannage#une-machine-reste-dans-un-état'],
  ['/administration/comptes', 'exploitation#à-la-rentrée'],
  ['/administration/groupes', 'exploitation#à-la-rentrée'],
  ['/administration/quotas', 'exploitation#les-quotas'],
  ['/administration/modeles', 'modeles#ce-que-veulent-dire-les-états'],
  ['/administration/hotes', 'quotas#pour-les-administrateurs'],
  ['/administration/journal', `${TEACHER}#ce-que-garde-le-journal`],
];

/** Where the others begin. */
const FIRST: Record<Role, string> = { student: STUDENT, teacher: TEACHER, admin: 'exploitation' };

/** The address of what is written about a page, for its reader. */
export function helpFor(url: string, role: Role): string {
  const segments = (/^[^?#]*/.exec(url)?.[0] ?? '').split('/');
  const isThere = (path: string) =>
    path.split('/').every((segment, at) => (segment === '*' ? segments[at] : segments[at] === segment));
  const [, help = FIRST] = PAGES.find(([path]) => isThere(path)) ?? [];
  return `/aide/${typeof help === 'string' ? help : help[role]}`;
}
