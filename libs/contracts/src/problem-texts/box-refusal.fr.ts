import { numberAsRead } from '../number-as-read.js';
import type { ProblemParams } from '../problem.js';

/** Why something is not done with a box; undefined for refusals of other things. */
export function boxRefusalInFrench({
  action,
  box = '',
  machines = '',
  more = 0,
  command = '',
  needed = 0,
  free = 0,
  place = '',
  limit = 0,
}: ProblemParams): string | undefined {
  switch (action) {
    case 'retire-box':
      return `Des machines se posent sur l’image « ${box} » : ${machines}${more ? ` et ${more} autres` : ''}. Elle peut être retirée quand elles sont supprimées.`;
    case 'use-box':
      return `L’image « ${box} » est en cours d’utilisation : recommencez dans une minute.`;
    case 'bake-busy':
      return `L’image « ${box} » est déjà en cours de fabrication : attendez la fin, ou annulez-la d’abord.`;
    case 'bake-here':
      return `Le portail ne peut pas fabriquer d’images là où il tourne : il lui manque les droits ou les programmes. Sur l’hôte, dans le dossier de VM Manager : ${command}`;
    case 'bake-without-recipe':
      return `L’image « ${box} » n’a pas de recette : elle se fabrique ailleurs, et s’importe.`;
    case 'upload-limit':
      return `Vous avez déjà ${limit} envois d’images inachevés : terminez-en un ou annulez-le, puis recommencez. Un envoi abandonné disparaît après un jour.`;
    case 'upload-unfinished':
      return 'Cet envoi n’est pas terminé : reprenez-le avec le même fichier.';
    case 'import-address':
      return 'Une adresse en http:// demande la somme de contrôle (SHA-256) du fichier ; une adresse en https:// s’en passe.';
    case 'box-space':
      return `Il manque de la place pour l’image « ${box} » : il faut ${numberAsRead(needed, 'fr')} Mio libres dans ${place}, il y en a ${numberAsRead(free, 'fr')}. Retirez des images inutilisées, puis recommencez.`;
    default:
      return undefined;
  }
}
