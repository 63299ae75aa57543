import type { Language } from './language.js';

/** What is wrong with a template's description; some say where, or of what. */
export const TEMPLATE_FILE_TEXTS: Record<string, (place: string) => Record<Language, string>> = {
  'template-id.characters': () => ({
    fr: 'Des minuscules sans accent, des chiffres et des tirets, une lettre en premier : « debian-web ».',
    en: 'Lower-case letters without accents, digits and dashes, a letter first: “debian-web”.',
  }),
  'template.text': () => ({
    fr: 'Écrivez ce texte dans les deux langues.',
    en: 'Write this text in both languages.',
  }),
  'template.unreadable': () => ({
    fr: 'Ce fichier ne peut pas être lu : donnez-en le droit au compte du portail.',
    en: 'This file cannot be read: let the portal’s account do so.',
  }),
  'template.folder-unreadable': () => ({
    fr: 'Ce dossier (VMM_TEMPLATES_DIR) ne peut pas être lu : donnez-en le droit au compte du portail, ou corrigez la variable.',
    en: 'This folder (VMM_TEMPLATES_DIR) cannot be read: let the portal’s account do so, or mend the variable.',
  }),
  'template.json': (place) => ({
    fr: `Ce n’est pas du JSON : quelque chose manque ou est de trop à la ligne ${place}.`,
    en: `This is no JSON: something is missing or too much in line ${place}.`,
  }),
  'template.other-id': () => ({
    fr: 'L’identifiant est le nom du dossier.',
    en: 'The id is the name of the folder.',
  }),
  'template.id-taken': () => ({
    fr: 'Un modèle livré avec VM Manager porte déjà ce nom : renommez le dossier.',
    en: 'A template that ships with VM Manager has this name: rename the folder.',
  }),
  'template.picture-missing': () => ({
    fr: 'Le dossier n’a pas ce fichier.',
    en: 'The folder has no such file.',
  }),
  'template.picture': () => ({
    fr: 'Le nom d’une image du dossier, en PNG, WebP ou JPEG : « picture.png ».',
    en: 'The name of a picture in the folder, PNG, WebP or JPEG: “picture.png”.',
  }),
  'template.keyboard': () => ({
    fr: 'Une disposition de clavier comme le système la nomme : « xkb:fr(oss) » sous Debian, « windows:040c » sous Windows.',
    en: 'A keyboard layout as the system calls it: “xkb:fr(oss)” in Debian, “windows:040c” in Windows.',
  }),
  'template.tpm': () => ({
    fr: 'Une puce de sécurité demande le micrologiciel « uefi ».',
    en: 'A security chip asks for the firmware “uefi”.',
  }),
  'template.twice': () => ({ fr: 'Chaque valeur une seule fois.', en: 'Each value once only.' }),
  'template.no-screen': () => ({
    fr: 'Toute machine a un écran : nommez « screen ».',
    en: 'Every machine has a screen: name “screen”.',
  }),
  'template.password-lengths': () => ({
    fr: 'La longueur minimale dépasse la longueur maximale.',
    en: 'The least length is above the greatest.',
  }),
  'template.impatient': () => ({
    fr: 'L’attente est plus courte que le premier démarrage annoncé.',
    en: 'This is less than the first boot is said to take.',
  }),
};
