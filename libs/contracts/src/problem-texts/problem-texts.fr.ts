import { bringBackFailedInFrench } from './bring-back-failed.fr.js';
import { CONSOLES_IN_FRENCH } from './consoles.fr.js';
import { creationFailedInFrench } from './creation-failed.fr.js';
import { boxFaultInFrench, fetchFaultInFrench } from './box-fault.fr.js';
import { boxRefusalInFrench } from './box-refusal.fr.js';
import { notPossibleInFrench } from './not-possible-now.fr.js';
import type { ProblemTexts } from './problem-texts.js';
import { quotaSentence } from './quota-sentence.fr.js';
import { RESTORE_POINTS_IN_FRENCH } from './restore-points.fr.js';
import { SERIES_IN_FRENCH } from './series.fr.js';

const DIMENSIONS: Record<string, string> = {
  vms: 'machines',
  vcpus: 'processeurs',
  memoryMiB: 'mémoire (Mio)',
  diskGiB: 'disque (Gio)',
  runningVcpus: 'processeurs des machines en marche',
  runningMemoryMiB: 'mémoire des machines en marche (Mio)',
};

const REQUEST_STATES: Record<string, string> = {
  approved: 'acceptée',
  rejected: 'refusée',
  cancelled: 'annulée',
  withdrawn: 'retirée',
  expired: 'close à son échéance',
};

/** By `ClosedReason`. */
const CLOSED: Record<string, string> = {
  disabled: 'Ce compte est désactivé dans l’annuaire de l’établissement : adressez-vous à un administrateur.',
  expired: 'Ce compte a expiré dans l’annuaire de l’établissement : adressez-vous à un administrateur.',
  locked:
    'L’annuaire de l’établissement a verrouillé ce compte après trop d’essais : réessayez plus tard, ou adressez-vous à un administrateur.',
  'not-now':
    'L’annuaire de l’établissement n’ouvre pas ce compte à cette heure ou depuis ce poste : réessayez plus tard.',
  'password-expired':
    'Le mot de passe de ce compte a expiré : changez-le sur un poste de l’établissement, puis revenez.',
  'password-must-change':
    'Le mot de passe de ce compte doit être changé : faites-le sur un poste de l’établissement, puis revenez.',
};

/** Why nothing comes out of the folder of backups. */
const BACKUPS: Record<string, string> = {
  'not-configured':
    'Le portail ne sait pas où sont les sauvegardes : un administrateur doit l’indiquer avec VMM_BACKUP_DIR.',
  missing:
    'Le dossier des sauvegardes est introuvable : le disque est-il branché ? Prévenez un administrateur.',
  closed: 'Le portail n’a pas le droit de lire les sauvegardes : prévenez un administrateur.',
  gone: 'Cette sauvegarde n’existe plus, ou n’a pas cette machine : choisissez-en une autre.',
  damaged:
    'Cette sauvegarde est abîmée ou incomplète : choisissez-en une autre, et prévenez un administrateur.',
};

export const FRENCH: ProblemTexts = {
  ...CONSOLES_IN_FRENCH,
  ...RESTORE_POINTS_IN_FRENCH,
  ...SERIES_IN_FRENCH,
  'invalid-request': () => ['Saisie à corriger', 'Corrigez les champs indiqués, puis recommencez.'],
  'malformed-request': () => [
    'Demande illisible',
    'La demande n’a pas pu être lue : son adresse ou son contenu est mal formé. Le contenu doit être du JSON valide.',
  ],
  'not-signed-in': () => [
    'Connexion nécessaire',
    'Vous n’êtes pas connecté, ou votre session a pris fin : connectez-vous.',
  ],
  'wrong-credentials': ({ hint }) => [
    'Connexion refusée',
    hint === 'domain'
      ? 'Identifiant ou mot de passe incorrect. Saisissez le nom de compte seul, sans « @… » ni « DOMAINE\\ ».'
      : 'Identifiant ou mot de passe incorrect. Vérifiez les majuscules et la disposition du clavier.',
  ],
  'too-many-attempts': ({ seconds = 60 }) => [
    'Trop d’essais',
    `Trop d’essais sans succès : attendez ${duration(Number(seconds))} avant de recommencer.`,
  ],
  'foreign-origin': ({ own, name }) => [
    name ? 'Adresse inconnue' : 'Demande venue d’un autre site',
    name
      ? `Le portail ne sait pas qu’il s’appelle ${name}. Ouvrez-le à l’adresse IP du serveur, ou faites ajouter PUBLIC_URL=${own} au fichier .env du serveur, puis redémarrer le portail.`
      : own
        ? `Cette demande vient d’un autre site. Ouvrez le portail à l’adresse ${own}.`
        : 'Cette demande vient d’un autre site. Ouvrez le portail à sa propre adresse.',
  ],
  'account-closed': ({ reason = '' }) => [
    'Compte fermé',
    CLOSED[reason] ??
      'L’annuaire de l’établissement n’ouvre pas ce compte : adressez-vous à un administrateur.',
  ],
  'role-too-low': () => [
    'Accès réservé',
    'Votre compte n’a pas accès à cette partie du portail. Adressez-vous à un enseignant ou à un administrateur.',
  ],
  'scope-too-low': ({ scope = '', needed }) => [
    'Jeton insuffisant',
    needed
      ? `Ce jeton d’accès permet « ${scope} », il faut « ${needed} ». Créez un jeton qui le permet.`
      : 'Un jeton d’accès ne permet pas cela : connectez-vous au portail.',
  ],
  'not-found': () => ['Introuvable', 'Cet élément n’existe pas, ou n’existe plus. Revenez à la liste.'],
  'method-not-allowed': ({ allowed = '' }) => [
    'Méthode non permise',
    `Cette adresse n’accepte que : ${allowed}.`,
  ],
  'payload-too-large': () => [
    'Demande trop volumineuse',
    'Le contenu envoyé est trop volumineux : envoyez-en moins.',
  ],
  'headers-too-large': () => [
    'En-têtes trop volumineux',
    'L’adresse ou les en-têtes de la demande sont trop longs : effacez les cookies de ce site, ou envoyez-en moins.',
  ],
  'request-too-slow': () => [
    'Demande trop lente',
    'La demande n’est pas arrivée en entier à temps : recommencez.',
  ],
  'precondition-failed': () => [
    'Modifié entre-temps',
    'Ce n’est plus ce que la demande attendait (If-Match, If-Unmodified-Since) : relisez-le.',
  ],
  'unsupported-media-type': ({ accepted }) => [
    'Format non accepté',
    accepted
      ? `Le contenu doit être envoyé en ${accepted}.`
      : 'Le contenu doit être envoyé en JSON (application/json), ou en CSV (text/csv) là où un fichier est attendu.',
  ],
  'range-not-satisfiable': () => [
    'Partie inexistante',
    'La partie demandée (Range) se trouve après la fin du fichier : demandez-le en entier.',
  ],
  'too-many-streams': ({ limit, seconds = 30 }) => [
    'Trop de pages ouvertes',
    `Trop de vos pages suivent le portail en même temps${limit ? ` (${limit} au plus)` : ''} : fermez-en, puis réessayez dans ${duration(Number(seconds))}.`,
  ],
  'too-many-pictures': ({ seconds = 10 }) => [
    'Trop d’images',
    `Beaucoup d’images d’écrans ont été demandées en peu de temps : attendez ${duration(Number(seconds))}, ou ouvrez la console.`,
  ],
  'too-many-connections': ({ limit, seconds = 10 }) => [
    'Trop de connexions',
    `Votre réseau a trop de connexions ouvertes vers le portail${limit ? ` (${limit} au plus)` : ''} : fermez-en, puis réessayez dans ${duration(Number(seconds))}.`,
  ],
  'too-busy': ({ seconds = 5 }) => [
    'Beaucoup de demandes à la fois',
    `Le portail est très sollicité en ce moment : réessayez dans ${duration(Number(seconds))}.`,
  ],
  'too-many-changes': ({ limit, seconds = 60 }) => [
    'Trop de modifications',
    `Votre compte a fait trop de modifications${limit ? ` (${limit} au plus par minute)` : ''} : attendez ${duration(Number(seconds))} avant la suivante.`,
  ],
  'too-many-tokens': ({ limit = '' }) => [
    'Trop de jetons',
    `Vous avez déjà ${limit} jetons d’accès, le maximum : révoquez-en un qui ne sert plus.`,
  ],
  'too-many-operations': ({ limit = '' }) => [
    'Trop d’opérations en cours',
    `Vous avez déjà ${limit} opérations en cours sur plusieurs machines, le maximum : attendez la fin de l’une d’elles, ou annulez-en une.`,
  ],
  'quota-exceeded': (params) => ['Quota dépassé', quotaSentence(params)],
  'too-many-requests': ({ seconds = 60 }) => [
    'Beaucoup de demandes',
    `Vous avez fait beaucoup de demandes en une heure : attendez ${duration(Number(seconds))} avant la suivante.`,
  ],
  'request-pending': () => [
    'Demande déjà en attente',
    'Vous avez déjà une demande en attente pour la même chose : attendez la réponse, ou annulez-la d’abord.',
  ],
  'request-decided': ({ by, state = '' }) => [
    state === 'pending' ? 'Demande pas encore traitée' : 'Demande déjà traitée',
    state === 'pending'
      ? 'Cette demande attend encore une réponse : acceptez-la ou refusez-la d’abord.'
      : `Cette demande n’est plus en attente : elle a été ${REQUEST_STATES[state] ?? 'traitée'}${by ? ` par ${by}` : ''}. Rechargez pour voir la décision.`,
  ],
  'last-administrator': () => [
    'Dernier administrateur',
    'Ce compte est le dernier qui puisse administrer le portail : nommez d’abord un autre administrateur.',
  ],
  'directory-decides': () => [
    'Géré par l’annuaire',
    'C’est l’annuaire de l’établissement qui en décide : modifiez-le là-bas.',
  ],
  'not-possible-now': (params) => [
    'Impossible pour le moment',
    boxRefusalInFrench(params) ?? notPossibleInFrench(String(params['action']), String(params['state'])),
  ],
  'template-unavailable': ({ template = '' }) => [
    'Modèle indisponible',
    `Le modèle « ${template} » n’est pas disponible pour le moment : choisissez-en un autre ou prévenez un administrateur.`,
  ],
  'wrong-password': () => [
    'Mot de passe incorrect',
    'Le mot de passe actuel n’est pas le bon : saisissez-le de nouveau.',
  ],
  'database-unavailable': () => [
    'Service indisponible',
    'La base de données ne répond pas, ou n’a plus de place. Recommencez dans une minute ; si cela dure, prévenez un administrateur.',
  ],
  'directory-unavailable': () => [
    'Annuaire injoignable',
    'L’annuaire de l’établissement ne répond pas. D’ici là, les comptes de l’établissement ne peuvent pas se connecter, et de nouveaux comptes ne peuvent pas lui être comparés. Réessayez dans une minute.',
  ],
  'libvirt-unavailable': () => [
    'Machines injoignables',
    'Le service de virtualisation ne répond pas. Recommencez dans une minute ; si cela dure, prévenez un administrateur.',
  ],
  'engine-unavailable': () => [
    'Programmes injoignables',
    'Le moteur des conteneurs ne répond pas. Recommencez dans une minute.',
  ],
  'creation-failed': (params) => ['La création a échoué', creationFailedInFrench(params)],
  'bring-back-failed': (params) => ['La restauration a échoué', bringBackFailedInFrench(params)],
  'backup-unusable': ({ reason = '' }) => [
    'Sauvegarde inutilisable',
    BACKUPS[reason] ?? 'Cette sauvegarde ne peut pas être lue : choisissez-en une autre.',
  ],
  'machine-gone': () => [
    'Machine disparue',
    'Cette machine n’existe plus sur son serveur, et son disque non plus. Vous pouvez la reconstruire, vide, avec le même nom et la même taille.',
  ],
  'machine-asleep': () => [
    'Machine en veille',
    'Le système de la machine s’est mis en veille : reprenez-la pour continuer.',
  ],
  'machine-paused': () => [
    'Machine en pause',
    'La machine a été mise en pause sur son serveur : reprenez-la pour continuer.',
  ],
  'machine-stalled': () => [
    'Disque du serveur plein ou en panne',
    'La machine ne peut plus écrire sur son disque et attend, en mémoire : le serveur n’a sans doute plus de place. Prévenez un administrateur, puis reprenez-la : rien n’est perdu.',
  ],
  'machine-crashed': () => [
    'Système planté',
    'Le système de la machine s’est arrêté sur une erreur grave : forcez son redémarrage ou son arrêt.',
  ],
  'bake-failed': ({ reason = '' }) => [
    'Fabrication échouée',
    `L’image n’a pas été fabriquée : ${reason || 'voyez le journal de la tâche'}. Les images d’avant restent ; recommencez quand la cause est levée.`,
  ],
  'box-refused': (params) => [
    'Image refusée',
    `L’image importée n’est pas reprise : ${boxFaultInFrench(params)} Rien n’en est gardé.`,
  ],
  'box-not-fetched': (params) => [
    'Téléchargement échoué',
    `L’image n’a pas pu être téléchargée : ${fetchFaultInFrench(params)}`,
  ],
  'vagrant-failed': ({ reason }) => [
    'Échec de la création',
    `La machine n’a pas pu être créée${reason ? ` : ${reason}` : ''}. Recommencez ; le journal de la tâche dit ce qui s’est passé.`,
  ],
  'guest-not-answering': () => [
    'La machine ne répond pas',
    'Le système de la machine ne répond pas : attendez la fin de son démarrage. S’il est démarré, son agent (qemu-guest-agent) est arrêté ou désinstallé : remettez-le depuis sa console.',
  ],
  'guest-refused': ({ reason }) => [
    'Refusé par la machine',
    `Le système de la machine a refusé${reason ? ` : ${reason}` : ''}. Vérifiez le compte indiqué.`,
  ],
  'disk-not-grown': () => [
    'Système de fichiers non agrandi',
    'Le disque est plus grand, mais le système de fichiers n’a pas pu suivre : la racine est sur LVM, ou une autre partition se trouve derrière elle. Agrandissez-le dans la machine.',
  ],
  'account-missing': ({ account = '' }) => [
    'Compte introuvable dans la machine',
    `Le compte « ${account} » n’existe pas dans la machine : il y a été renommé ou supprimé. Ouvrez sa console et changez le mot de passe avec la commande passwd.`,
  ],
  'password-refused': ({ account = '' }) => [
    'Mot de passe refusé par la machine',
    `Le système de la machine n’a pas accepté ce mot de passe pour « ${account} ». Essayez-en un autre, ou la commande passwd dans sa console.`,
  ],
  'host-full': ({ what, dimension = '' }) => [
    'Serveur complet',
    what === 'network'
      ? 'Le serveur n’a plus d’adresses libres pour votre réseau privé. Prévenez un administrateur.'
      : `Le serveur n’a plus assez de place${DIMENSIONS[dimension] ? ` (${DIMENSIONS[dimension]})` : ''}. Éteignez une machine inutile ou recommencez plus tard.`,
  ],
  'time-out': ({ seconds }) => [
    'Délai dépassé',
    `L’opération n’a pas abouti${seconds ? ` en ${duration(Number(seconds))}` : ' à temps'}. Recommencez ; si cela se répète, prévenez un enseignant.`,
  ],
  cancelled: () => ['Annulé', 'L’opération a été annulée.'],
  'internal-error': () => [
    'Erreur interne',
    'Une erreur imprévue s’est produite ; elle a été consignée. Recommencez ; si cela se reproduit, prévenez votre enseignant.',
  ],
};

function duration(seconds: number): string {
  return seconds < 120 ? `${seconds} secondes` : `${Math.ceil(seconds / 60)} minutes`;
}
