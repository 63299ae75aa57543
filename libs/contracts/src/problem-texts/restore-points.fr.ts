import type { ProblemTexts } from './problem-texts.js';

export const RESTORE_POINTS_IN_FRENCH = {
  'too-many-restore-points': ({ limit = '' }) => [
    'Trop de points de restauration',
    `Cette machine a déjà ${limit} points de restauration, le maximum : supprimez-en un qui ne sert plus.`,
  ],
  'no-restore-points': ({ reason }) => [
    'Pas de points de restauration pour cette machine',
    reason === 'firmware'
      ? 'Cette machine démarre par UEFI : le serveur ne sait pas garder ses points de restauration.'
      : 'Le disque de cette machine est d’un ancien format, qui ne pourrait plus grandir avec des points de restauration. Une machine créée aujourd’hui peut en avoir.',
  ],
  'no-such-point': ({ name = '' }) => [
    'Point de restauration introuvable',
    `Cette machine n’a pas de point de restauration « ${name} ».`,
  ],
} satisfies Partial<ProblemTexts>;
