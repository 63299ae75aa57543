import { numberAsRead } from '../number-as-read.js';
import type { ProblemParams } from '../problem.js';

/** Why somebody's box is not taken. */
export function boxFaultInFrench({ why, entry = '', limit = 0, size = 0, ratio = 0 }: ProblemParams): string {
  switch (why) {
    case 'no-archive':
      return 'le fichier n’est pas une archive tar entière (compressée par gzip ou non).';
    case 'many-entries':
      return `l’archive contient plus de ${numberAsRead(limit, 'fr')} fichiers.`;
    case 'entry-path':
      return `l’archive nomme un fichier hors de son dossier (« ${entry} »).`;
    case 'entry-kind':
      return `l’archive contient un lien, un périphérique ou un fichier à trous (« ${entry} »).`;
    case 'entry-other':
      return `l’archive contient autre chose que son image (« ${entry} »).`;
    case 'too-large':
      return `décompressée, l’image dépasse ${numberAsRead(limit, 'fr')} Mio, la limite ici.`;
    case 'bomb':
      return `l’archive se décompresse à plus de ${numberAsRead(ratio, 'fr')} fois sa taille.`;
    case 'metadata':
      return 'son fichier metadata.json manque ou n’est pas lisible.';
    case 'provider':
      return `elle est faite pour « ${entry} », et non pour libvirt (metadata.json).`;
    case 'format':
      return `son image est au format « ${entry} », et non qcow2 (metadata.json).`;
    case 'disks':
      return 'elle a plusieurs disques ; une image d’un seul disque est attendue.';
    case 'no-image':
      return 'elle ne contient pas exactement un fichier box.img.';
    case 'not-qcow2':
      return 'son fichier box.img n’est pas au format qcow2.';
    case 'outside':
      return 'son disque renvoie à un autre fichier, hors de l’archive.';
    case 'encrypted':
      return 'son disque est chiffré.';
    case 'features':
      return 'son disque contient des instantanés ou des particularités inconnues de QEMU.';
    case 'virtual-size':
      return `son disque fait ${numberAsRead(size, 'fr')} Gio, et les machines de ce modèle en ont ${numberAsRead(limit, 'fr')} au plus.`;
    case 'checksum':
      return 'sa somme de contrôle (SHA-256) n’est pas celle attendue : le fichier est abîmé, ou c’en est un autre.';
    default:
      return 'son disque est abîmé.';
  }
}

export function fetchFaultInFrench({ why, host = '', status = 0 }: ProblemParams): string {
  switch (why) {
    case 'private':
      return `« ${host} » est une adresse du réseau interne. VMM_BOX_URL_PRIVATE=true dans la configuration le permet.`;
    case 'redirect':
      return 'le serveur renvoie à une autre adresse trop de fois, ou à une qui n’est pas permise.';
    case 'status':
      return `le serveur « ${host} » a répondu ${status}.`;
    case 'too-large':
      return `le fichier est plus gros que ce qui peut être gardé ici.`;
    default:
      return `le serveur « ${host} » ne répond pas, ou la connexion s’est rompue à plusieurs reprises.`;
  }
}
