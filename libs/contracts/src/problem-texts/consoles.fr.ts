import type { ProblemTexts } from './problem-texts.js';

export const CONSOLES_IN_FRENCH = {
  'no-serial-line': () => [
    'Pas de console série',
    'Cette machine n’a pas de console série : ouvrez son écran.',
  ],
  'nobody-to-help': () => [
    'Personne à appeler',
    'Aucun enseignant ne suit cette machine : son propriétaire n’est dans aucune classe.',
  ],
  'control-changed': () => [
    'Le contrôle a changé',
    'Le contrôle de cet écran a changé de mains, ou n’est plus demandé : regardez qui tient le clavier.',
  ],
  'too-many-consoles': ({ limit, whose }) => [
    'Trop de consoles',
    whose === 'machine'
      ? `La console de cette machine est déjà ouverte autant de fois que possible${limit ? ` (${limit})` : ''} : demandez à une personne qui regarde de la fermer.`
      : `Vous avez déjà autant de consoles ouvertes que permis${limit ? ` (${limit})` : ''}${whose === 'person-on-machine' ? ' pour cette machine' : ''} : fermez-en une d’abord.`,
  ],
  'screen-unavailable': () => [
    'Écran indisponible',
    'Cette machine n’a pas d’écran pour le moment : démarrez-la, puis ouvrez la console.',
  ],
} satisfies Partial<ProblemTexts>;
