/** Names of columns in lists of people: those of our own exports, and those that schools use. */
export const PEOPLE_COLUMNS = {
  username: [
    'identifiant',
    'username',
    'login',
    'compte',
    'account',
    'user',
    "nom d'utilisateur",
    'nom de compte',
  ],
  role: ['role', 'fonction'],
  name: [
    'nom',
    'name',
    'nom complet',
    'full name',
    'display name',
    'displayname',
    'nom de famille',
    'last name',
    'surname',
  ],
  firstName: ['prenom', 'first name', 'given name'],
  email: ['courriel', 'email', 'e-mail', 'mail', 'adresse e-mail', 'adresse de courriel'],
  groups: ['classe', 'classes', 'class', 'groupe', 'groupes', 'group', 'groups', 'division'],
  source: ['origine', 'source'],
  state: ['etat', 'state'],
  vms: ['machines', 'vms'],
  lastSignIn: ['derniere connexion', 'last sign-in'],
} as const;
export type PeopleColumn = keyof typeof PEOPLE_COLUMNS;

export type PartInGroup = 'student' | 'teacher';

const PARTS: Record<PartInGroup, ReadonlySet<string>> = {
  student: new Set([
    'student',
    'eleve',
    'etudiant',
    'etudiante',
    'apprenant',
    'apprenante',
    'apprenti',
    'apprentie',
  ]),
  teacher: new Set([
    'teacher',
    'enseignant',
    'enseignante',
    'professeur',
    'professeure',
    'prof',
    'formateur',
    'formatrice',
  ]),
};
const ADMINISTRATES = new Set(['administrateur', 'administratrice', 'administrator', 'admin']);

/** The part that a folded word names; undefined for an unknown word. */
export const partCalled = (word: string): PartInGroup | undefined =>
  (['student', 'teacher'] as const).find((part) => PARTS[part].has(word));

export const isRoleWord = (word: string): boolean =>
  word === '' || partCalled(word) !== undefined || ADMINISTRATES.has(word);
export const isAdministratorWord = (word: string): boolean => ADMINISTRATES.has(word);
