import type * as z from 'zod';
import { french } from './french.js';
import type { Language } from './language.js';
import { characters, refusalWords } from './refusal-words.js';
import { TEMPLATE_FILE_TEXTS } from './template-file-texts.js';

type Text = (limit: string) => Record<Language, string>;

const TEXTS: Record<string, Text> = {
  'vm-name.empty': () => ({ fr: 'Donnez un nom à la machine.', en: 'Give the machine a name.' }),
  'vm-name.too-long': () => ({ fr: '63 caractères au plus.', en: '63 characters at most.' }),
  'vm-name.characters': () => ({
    fr: 'Uniquement des lettres sans accent, des chiffres, des points et des tirets.',
    en: 'Only letters without accents, digits, dots and dashes.',
  }),
  'vm-name.labels': () => ({
    fr: 'Chaque partie commence et finit par une lettre ou un chiffre.',
    en: 'Each part starts and ends with a letter or a digit.',
  }),
  'vm-name.address': () => ({
    fr: 'Ce nom se lit comme une adresse ou un nombre, et la machine ne pourrait pas être jointe : ajoutez-y une lettre, « web2024 » par exemple.',
    en: 'This name reads as an address or a number, and the VM could not be reached by it: add a letter, such as “web2024”.',
  }),
  'vm-name.localhost': () => ({
    fr: 'Ce nom désigne, sur chaque machine, la machine elle-même : choisissez-en un autre.',
    en: 'On every machine this name means the machine itself: choose another.',
  }),
  'account-name.empty': () => ({ fr: 'Donnez un nom de compte.', en: 'Give an account name.' }),
  'account-name.too-long': () => ({ fr: '32 caractères au plus.', en: '32 characters at most.' }),
  'account-name.too-long-for-windows': () => ({
    fr: '20 caractères au plus sous Windows.',
    en: '20 characters at most on Windows.',
  }),
  'account-name.characters': () => ({
    fr: 'Des minuscules sans accent, des chiffres, « _ » et « - » ; une lettre en premier.',
    en: 'Lower-case letters without accents, digits, “_” and “-”; a letter first.',
  }),
  'account-name.reserved': () => ({
    fr: 'Ce nom est celui d’un compte ou d’un groupe du système, ou d’un logiciel courant qui ne pourrait plus s’installer : choisissez-en un autre.',
    en: 'This is the name of an account or a group of the system, or of common software that could no longer be installed: choose another.',
  }),
  'password.min-length': (limit) => ({
    fr: characters(Number(limit), 'fr', 'min'),
    en: characters(Number(limit), 'en', 'min'),
  }),
  'password.max-length': (limit) => ({
    fr: characters(Number(limit), 'fr', 'max'),
    en: characters(Number(limit), 'en', 'max'),
  }),
  'password.uppercase': () => ({ fr: 'Une majuscule au moins.', en: 'One upper-case letter at least.' }),
  'password.lowercase': () => ({ fr: 'Une minuscule au moins.', en: 'One lower-case letter at least.' }),
  'password.digit': () => ({ fr: 'Un chiffre au moins.', en: 'One digit at least.' }),
  'password.characters': () => ({
    fr: 'Pas de retour à la ligne ni d’autre caractère de contrôle.',
    en: 'No line break and no other control character.',
  }),
  'new-password.too-short': () => ({ fr: '10 caractères au moins.', en: '10 characters at least.' }),
  'username.characters': () => ({
    fr: 'Des lettres sans accent, des chiffres, « . », « _ », « @ » et « - » ; 64 caractères au plus.',
    en: 'Letters without accents, digits, “.”, “_”, “@” and “-”; 64 characters at most.',
  }),
  'group-name.empty': () => ({ fr: 'Donnez un nom au groupe.', en: 'Give the group a name.' }),
  'display-name.empty': () => ({ fr: 'Indiquez le prénom et le nom.', en: 'Give the full name.' }),
  'restore-point-name.empty': () => ({
    fr: 'Donnez un nom au point de restauration.',
    en: 'Give the restore point a name.',
  }),
  'token-name.empty': () => ({ fr: 'Dites à quoi sert le jeton.', en: 'Say what the token is for.' }),
  'text.too-long': (limit) => ({
    fr: characters(Number(limit), 'fr', 'max'),
    en: characters(Number(limit), 'en', 'max'),
  }),
  'text.unseen': () => ({
    fr: 'Pas de caractère invisible ni de contrôle : retapez le texte au lieu de le coller.',
    en: 'No invisible or control characters: type the text instead of pasting it.',
  }),
  'text.invisible': () => ({
    fr: 'Écrivez quelque chose qui se voit : des lettres ou des chiffres.',
    en: 'Write something that can be seen: letters or digits.',
  }),
  'username.empty': () => ({ fr: 'Indiquez un identifiant.', en: 'Give a user name.' }),
  'token.days': () => ({ fr: 'De 1 à 366 jours.', en: 'From 1 to 366 days.' }),
  'role.unknown': () => ({ fr: 'Choisissez un rôle.', en: 'Choose a role.' }),
  'text.control-characters': () => ({
    fr: 'Pas de caractère de contrôle.',
    en: 'No control characters.',
  }),
  'scope.above-role': () => ({
    fr: 'Votre rôle ne permet pas cette portée.',
    en: 'Your role does not allow this scope.',
  }),
  'account.own': () => ({
    fr: 'Votre propre compte : demandez à un autre administrateur.',
    en: 'Your own account: ask another administrator.',
  }),
  'account.own-password': () => ({
    fr: 'Votre propre mot de passe se change dans « Mon compte », avec le mot de passe actuel.',
    en: 'Your own password is changed in “My account”, with the current one.',
  }),
  'account.no-directory': () => ({
    fr: 'Un compte local n’a pas de rôle dans l’annuaire.',
    en: 'A local account has no role in the directory.',
  }),
  'account.unknown': () => ({
    fr: 'Aucun compte n’a cet identifiant.',
    en: 'No account has this name.',
  }),
  'account.in-directory': () => ({
    fr: 'Une personne de l’annuaire a cet identifiant : son compte se crée à sa première connexion. N’en créez pas pour elle ; pour quelqu’un d’autre, choisissez un autre identifiant.',
    en: 'Somebody in the school’s directory has this name: their account is made when they first sign in. Make none for them; for somebody else, choose another name.',
  }),
  'account.not-yet': () => ({
    fr: 'Cette personne est dans l’annuaire, mais ne s’est jamais connectée ici : ajoutez-la après sa première connexion.',
    en: 'This person is in the directory but has never signed in here: add them when they have.',
  }),
  'member.students-only': () => ({
    fr: 'Un enseignant n’ajoute ou ne retire que des étudiants.',
    en: 'A teacher adds or removes students only.',
  }),
  'member.cannot-teach': () => ({
    fr: 'Un étudiant n’enseigne pas : changez d’abord son rôle.',
    en: 'A student does not teach: change their role first.',
  }),
  'member.not-a-student': () => ({
    fr: 'Aucun étudiant n’a cet identifiant.',
    en: 'No student has this name.',
  }),
  'member.declined': () => ({
    fr: 'A décliné l’invitation il y a peu : parlez-en avec cette personne.',
    en: 'Declined the invitation lately: talk to them about it.',
  }),
  'member.directory': () => ({
    fr: 'L’annuaire de l’établissement en décide : modifiez-le dans l’annuaire.',
    en: 'The school’s directory decides this: change it there.',
  }),
  'csv.header': (column) => ({
    fr: `La première ligne doit nommer les colonnes : « ${column || 'identifiant'} », et au besoin « rôle ».`,
    en: 'The first line has to name the columns: “username”, and “role” if needed.',
  }),
  'csv.unknown-columns': (names) => ({
    fr: `Colonnes inconnues : ${names}. Renommez-les (identifiant, rôle, nom, prénom, courriel, classe) ou importez le fichier sans elles.`,
    en: `Unknown columns: ${names}. Rename them (username, role, name, first name, email, class) or import the file without them.`,
  }),
  'csv.column-twice': (names) => ({
    fr: `Deux colonnes disent la même chose : ${names}. Gardez-en une.`,
    en: `Two columns say the same: ${names}. Keep one of them.`,
  }),
  'csv.too-long': () => ({
    fr: 'Le fichier a plus de 5 000 lignes : découpez-le.',
    en: 'The file has more than 5,000 lines: split it.',
  }),
  'csv.line-too-long': (line) => ({
    fr: `La ligne ${line} a plus de 10 000 caractères : ce n’est sans doute pas une liste.`,
    en: `Line ${line} has more than 10,000 characters: this is probably no list.`,
  }),
  'csv.columns': (line) => ({
    fr: `La ligne ${line} a plus de 100 colonnes : gardez celles qui servent.`,
    en: `Line ${line} has more than 100 columns: keep those that are of use.`,
  }),
  'csv.encoding': () => ({
    fr: 'Les accents du fichier sont illisibles : enregistrez-le au format « CSV UTF-8 ».',
    en: 'The file’s accents are unreadable: save it as “CSV UTF-8”.',
  }),
  'csv.unreadable': (line) => ({
    fr: `Ce fichier n’est pas un CSV lisible : à la ligne ${line}, un guillemet n’est pas fermé.`,
    en: `This is no readable CSV file: in line ${line} a quotation mark is not closed.`,
  }),
  'csv.twice': () => ({
    fr: 'Ce compte figure déjà plus haut dans le fichier.',
    en: 'This account is in the file already, further up.',
  }),
  'csv.role': () => ({
    fr: 'Rôle inconnu : écrivez « étudiant » ou « enseignant ».',
    en: 'Unknown role: write “student” or “teacher”.',
  }),
  'csv.account-role': () => ({
    fr: 'Rôle inconnu : écrivez « étudiant », « enseignant » ou « administrateur ».',
    en: 'Unknown role: write “student”, “teacher” or “administrator”.',
  }),
  'csv.group': (name) => ({
    fr: `Aucun groupe ne s’appelle « ${name} » : créez-le d’abord, ou corrigez son nom.`,
    en: `No group is called “${name}”: create it first, or mend its name.`,
  }),
  'csv.too-many-accounts': (limit) => ({
    fr: `Un import crée au plus ${limit} comptes : découpez le fichier.`,
    en: `An import makes ${limit} accounts at most: split the file.`,
  }),
  'member.who': () => ({
    fr: 'Indiquez soit l’identifiant du compte, soit son nom.',
    en: 'Give either the account’s id or its name.',
  }),
  'wish.empty': () => ({
    fr: 'Demandez au moins une ressource.',
    en: 'Ask for one resource at least.',
  }),
  'wish.null': () => ({ fr: 'Indiquez une quantité.', en: 'Give an amount.' }),
  'wish.not-larger': (limit) => ({
    fr: `Demandez plus que ce que vous avez (${limit}).`,
    en: `Ask for more than you have (${limit}).`,
  }),
  'wish.not-for-vm': () => ({
    fr: 'Pour une machine, demandez des processeurs, de la mémoire ou du disque.',
    en: 'For a VM ask for vCPUs, memory or disk.',
  }),
  'wish.unlimited': () => ({
    fr: 'Vous n’avez pas de limite ici : il n’y a rien à demander.',
    en: 'You have no limit here: there is nothing to ask for.',
  }),
  'grant.more-than-asked': (limit) => ({
    fr: `Accordez au plus ce qui est demandé (${limit}).`,
    en: `Grant at most what is asked for (${limit}).`,
  }),
  'grant.prolongation': () => ({
    fr: 'Une prolongation porte sur ce qui a été accordé : seule la date se choisit.',
    en: 'A prolongation is for what was granted: only the date can be chosen.',
  }),
  'until.past': () => ({ fr: 'Choisissez une date à venir.', en: 'Choose a date to come.' }),
  'until.too-far': () => ({ fr: 'Deux ans au plus.', en: 'Two years at most.' }),
  'until.not-later': () => ({
    fr: 'Choisissez une date après la fin actuelle.',
    en: 'Choose a date after the present end.',
  }),
  'reason.too-short': () => ({
    fr: 'Expliquez en 10 caractères au moins.',
    en: 'Explain in 10 characters at least.',
  }),
  'comment.empty': () => ({ fr: 'Dites pourquoi en un mot.', en: 'Say why in a word.' }),
  'change.empty': () => ({ fr: 'Indiquez ce qui doit changer.', en: 'Say what is to change.' }),
  'disk.shrinks': () => ({
    fr: 'Un disque ne peut que grandir.',
    en: 'A disk only grows.',
  }),
  'after.unknown': () => ({
    fr: 'Cette suite n’est pas celle d’une page de cette liste : reprenez au début.',
    en: 'This is not what follows a page of this list: begin anew.',
  }),
  ...TEMPLATE_FILE_TEXTS,
  'size.order': () => ({
    fr: 'Le minimum, la valeur proposée et le maximum se suivent dans cet ordre.',
    en: 'The least, the proposed and the greatest size come in this order.',
  }),
  'size.out-of-range': (limit) => ({
    fr: `Hors des limites du modèle (${limit}).`,
    en: `Outside the template’s limits (${limit}).`,
  }),
};

/** One sentence for a person about what is wrong with a value. Used by the API's answers and by the forms. */
export function describeIssue(issue: z.core.$ZodIssue, language: Language): string {
  const text = TEXTS[issue.message];
  const sentence = text ? text(limitOf(issue, language))[language] : refusalWords(issue, language);
  return language === 'fr' ? french(sentence) : sentence;
}

/** The limit that was broken, with its unit where the field has one. */
function limitOf(issue: z.core.$ZodIssue, language: Language): string {
  if (issue.code === 'custom') return withUnit(issue.params?.['limit'] ?? '', issue, language);
  // Of a text, and of a list that came in its place: how many.
  if (issue.code === 'too_big' && issue.origin !== 'number') return String(issue.maximum);
  if (issue.code === 'too_small')
    return `${withUnit(issue.minimum, issue, language)} ${{ fr: 'au moins', en: 'at least' }[language]}`;
  if (issue.code === 'too_big')
    return `${withUnit(issue.maximum, issue, language)} ${{ fr: 'au plus', en: 'at most' }[language]}`;
  return '';
}

function withUnit(limit: unknown, issue: z.core.$ZodIssue, language: Language): string {
  const field = String(issue.path.at(-1) ?? '');
  const isMemory = /memoryMiB$/i.test(field);
  if (typeof limit !== 'number' || !(isMemory || field === 'diskGiB')) return String(limit);
  const inGiB = isMemory && limit >= 1024;
  const unit = isMemory && !inGiB ? { fr: 'Mio', en: 'MiB' } : { fr: 'Gio', en: 'GiB' };
  const value = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  return `${value.format(inGiB ? limit / 1024 : limit)}\u00a0${unit[language]}`;
}
