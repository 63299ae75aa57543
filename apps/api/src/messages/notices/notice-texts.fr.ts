import { of } from '@vm-manager/contracts';
import type { NoticeParams } from './notice-params.js';
import type { NoticeTexts } from './notice-texts.js';
import { amountsText } from './amounts-text.js';

const WARNINGS = { '7-days': 'de sept jours', '1-day': 'd’un jour', '1-hour': 'd’une heure' };

const about = ({ vm }: NoticeParams, quota = 'votre quota') => (vm ? `la machine « ${vm} »` : quota);
const amounts = (params: NoticeParams) => amountsText(params.amounts ?? {}, 'fr');
const until = (params: NoticeParams) => (params.until ? `, jusqu’au ${params.until}` : '');
const said = ({ words }: NoticeParams, name: string) => (words ? `\n\n${name} : « ${words} »` : '');

const group = (params: NoticeParams) => `« ${params.group ?? ''} »`;
const someone = ({ person }: NoticeParams) => person ?? 'Le portail';

export const FRENCH_NOTICES: NoticeTexts = {
  'account-password': (params) => ({
    subject: 'Nouveau mot de passe de votre compte',
    text:
      `${someone(params)} a changé le mot de passe de votre compte : l’ancien ne vaut plus, et tous vos appareils ont été déconnectés. ` +
      'Si vous ne l’avez pas demandé, parlez-en à un administrateur. Choisissez le vôtre sur la page de votre compte.',
  }),
  'vm-password': (params) => ({
    subject: `Nouveau mot de passe sur la machine ${params.vm ?? ''}`,
    text:
      `${someone(params)} change le mot de passe du compte « ${params.account ?? ''} » sur votre machine « ${params.vm ?? ''} ». ` +
      'Si vous ne savez pas pourquoi, demandez-lui.',
  }),
  'evaluation-ending': (params) => ({
    subject: `Fin de la période d’essai de Windows sur ${params.vm ?? ''}`,
    text:
      `La période d’essai de Windows sur la machine « ${params.vm ?? ''} » se termine le ${params.until ?? ''}. Ensuite, Windows s’éteint de lui-même toutes les heures. ` +
      'Copiez ailleurs ce que vous voulez garder, et créez une nouvelle machine.',
  }),
  'help-asked': (params) => ({
    subject: `${someone(params)} demande de l’aide`,
    text: `${someone(params)} demande de l’aide sur la machine « ${params.vm ?? ''} ».`,
  }),
  'vm-brought-back': (params) => ({
    subject: `Une machine vous est rendue : ${params.vm ?? ''}`,
    text:
      `${someone(params)} a restauré pour vous, depuis une sauvegarde${params.until ? ` du ${params.until}` : ''}, la machine « ${params.vm ?? ''} ». ` +
      'Elle est éteinte ; ses mots de passe sont ceux d’alors.',
  }),
  'series-vm': (params) => ({
    subject: `Une machine pour vous : ${params.vm ?? ''}`,
    text:
      `${someone(params)} vous donne la machine « ${params.vm ?? ''} », de la classe ${group(params)}. ` +
      'Sa page dit quand elle est prête, et comment vous y connecter.',
  }),
  'vm-leaving-bin': (params) => ({
    subject: `La machine ${params.vm ?? ''} va quitter la corbeille`,
    text:
      `Votre machine « ${params.vm ?? ''} » attend dans la corbeille. Elle sera supprimée définitivement le ${params.until ?? ''}, avec son disque et tout ce qu’il contient. ` +
      'Pour la garder, restaurez-la avant.',
  }),
  'vm-clearing': (params) => ({
    subject: `La machine ${params.vm ?? ''} va partir à la corbeille`,
    text:
      `Votre machine « ${params.vm ?? ''} » partira à la corbeille le ${params.until ?? ''}, ` +
      `${params.group ? `car la classe ${group(params)} se termine` : 'car elle n’a pas servi depuis longtemps'}. ` +
      (params.mayKeep
        ? 'Si vous en avez encore besoin, dites-le d’un clic dans « Mes machines ».'
        : 'Copiez ailleurs ce que vous voulez garder.'),
  }),
  'group-invited': (params) => ({
    subject: `Invitation dans la classe ${params.group ?? ''}`,
    text: `${someone(params)} vous invite dans la classe ${group(params)}. Si vous acceptez, ses enseignants pourront voir vos machines et vous y aider.`,
  }),
  'group-invitation-accepted': (params) => ({
    subject: 'Invitation acceptée',
    text: `${someone(params)} a rejoint la classe ${group(params)}.`,
  }),
  'group-invitation-declined': (params) => ({
    subject: 'Invitation déclinée',
    text: `${someone(params)} n’a pas souhaité rejoindre la classe ${group(params)}.`,
  }),
  'group-added': (params) => ({
    subject: `Vous êtes dans la classe ${params.group ?? ''}`,
    text: params.teaches
      ? `${someone(params)} vous a nommé enseignant de la classe ${group(params)}.`
      : `${someone(params)} vous a ajouté à la classe ${group(params)} : ses enseignants peuvent voir vos machines et vous y aider.`,
  }),
  'group-removed': (params) => ({
    subject: `Vous n’êtes plus dans la classe ${params.group ?? ''}`,
    text: `${someone(params)} vous a retiré de la classe ${group(params)}.`,
  }),
  'request-created': (params) => ({
    subject: `Demande ${of(params.person ?? 'ressources')}`,
    text: `${params.person ?? 'Quelqu’un'} demande plus de ressources pour ${about(params, 'son quota')} : ${amounts(params)}${until(params)}.${said(params, 'Motif')}`,
  }),
  'request-approved': (params) => ({
    subject: 'Votre demande est acceptée',
    text:
      `${params.person ?? 'Le portail'} a accepté votre demande pour ${about(params)} : ${amounts(params)}${until(params)}.` +
      `${params.atNextStart ? ' Redémarrez la machine pour en profiter.' : ''}${said(params, 'Commentaire')}`,
  }),
  'request-rejected': (params) => ({
    subject: 'Votre demande est refusée',
    text: `${params.person ?? 'Le portail'} a refusé votre demande pour ${about(params)} : ${amounts(params)}.${said(params, 'Motif')}`,
  }),
  'request-cancelled': (params) =>
    params.person
      ? {
          subject: `Demande annulée par ${params.person}`,
          text: `${params.person} a annulé sa demande pour ${about(params, 'son quota')} : ${amounts(params)}.`,
        }
      : {
          subject: 'Votre demande est annulée',
          text: `Votre demande pour ${about(params)} est annulée : la machine n’existe plus.`,
        },
  'request-withdrawn': (params) => ({
    subject: 'Des ressources vous sont retirées',
    text:
      `${params.person ?? 'Le portail'} a repris ce qui vous avait été accordé pour ${about(params)} : ${amounts(params)}.` +
      `${stays(params)}${said(params, 'Motif')}`,
  }),
  'request-expiring': (params) => ({
    subject: `Fin de vos ressources dans moins ${WARNINGS[params.warning ?? '1-hour']}`,
    text:
      `Ce qui vous a été accordé pour ${about(params)} prend fin ${params.until ? `le ${params.until}, ` : ''}` +
      `dans moins ${WARNINGS[params.warning ?? '1-hour']} : ${amounts(params)}. ` +
      'Si vous en avez encore besoin, demandez une prolongation.',
  }),
  'request-expired': (params) => ({
    subject: 'Fin de vos ressources supplémentaires',
    text: `Ce qui vous avait été accordé pour ${about(params)} a pris fin : ${amounts(params)}.${stays(params)}`,
  }),
  'directory-limited': () => ({
    subject: 'L’annuaire ne donne pas tous ses comptes',
    text:
      'L’annuaire de l’établissement limite le nombre de fiches qu’il donne : le portail vérifie les comptes connus un par un, ' +
      'et ne voit pas les nouvelles classes avant la première connexion de leurs étudiants. ' +
      'Autorisez le compte de service à lire page par page sans limite (OpenLDAP : size.prtotal=unlimited).',
  }),
  'box-evaluation-ending': (params) => ({
    subject: `Fin de la période d’essai du modèle ${params.template ?? ''}`,
    text:
      `La période d’essai du système du modèle ${params.template ?? ''} se termine le ${params.until ?? ''}. Ensuite, personne ne peut plus en créer de machine. ` +
      'Fabriquez ou importez une nouvelle image avant cette date.',
  }),
  'weekly-bake-failed': (params) => ({
    subject: `La fabrication hebdomadaire de ${params.template ?? ''} a échoué`,
    text:
      `L’image du modèle ${params.template ?? ''} n’a pas pu être fabriquée de nouveau cette semaine. Celle d’avant reste en service, avec ses paquets d’alors ; ` +
      'le portail recommence demain. La page des modèles dit pourquoi.',
  }),
  'directory-failed': () => ({
    subject: 'Les comptes ne sont plus comparés avec l’annuaire',
    text:
      'Depuis plus d’une heure, la comparaison des comptes avec l’annuaire de l’établissement échoue : ' +
      'une personne qui en est partie garde son accès. La page des comptes dit depuis quand, et pourquoi.',
  }),
  'size-at-next-start': (params) => ({
    subject: 'Nouvelle taille au prochain démarrage',
    text: `La nouvelle taille de ${about(params, 'la machine')} s’appliquera à son prochain démarrage : ${amounts(params)}.`,
  }),
};

const stays = ({ vm }: NoticeParams) =>
  vm
    ? ' En marche, la machine garde sa taille jusqu’à son prochain arrêt ; son disque reste comme il est.'
    : '';
