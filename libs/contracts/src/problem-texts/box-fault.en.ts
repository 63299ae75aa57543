import { numberAsRead } from '../number-as-read.js';
import type { ProblemParams } from '../problem.js';

/** Why somebody's box is not taken. */
export function boxFaultInEnglish({
  why,
  entry = '',
  limit = 0,
  size = 0,
  ratio = 0,
}: ProblemParams): string {
  switch (why) {
    case 'no-archive':
      return 'the file is no whole tar archive (compressed by gzip or not).';
    case 'many-entries':
      return `the archive has more than ${numberAsRead(limit, 'en')} files.`;
    case 'entry-path':
      return `the archive names a file outside its folder (“${entry}”).`;
    case 'entry-kind':
      return `the archive has a link, a device or a file with holes (“${entry}”).`;
    case 'entry-other':
      return `the archive has something else than its image (“${entry}”).`;
    case 'too-large':
      return `unpacked, the image is larger than ${numberAsRead(limit, 'en')} MiB, the limit here.`;
    case 'bomb':
      return `the archive unpacks to more than ${numberAsRead(ratio, 'en')} times its size.`;
    case 'metadata':
      return 'its file metadata.json is missing or cannot be read.';
    case 'provider':
      return `it is made for “${entry}”, not for libvirt (metadata.json).`;
    case 'format':
      return `its image has the format “${entry}”, not qcow2 (metadata.json).`;
    case 'disks':
      return 'it has several disks; an image of one disk is expected.';
    case 'no-image':
      return 'it does not have exactly one file box.img.';
    case 'not-qcow2':
      return 'its file box.img is not in qcow2 format.';
    case 'outside':
      return 'its disk refers to another file, outside the archive.';
    case 'encrypted':
      return 'its disk is encrypted.';
    case 'features':
      return 'its disk has snapshots, or features that QEMU does not know.';
    case 'virtual-size':
      return `its disk is ${numberAsRead(size, 'en')} GiB, and machines of this template have ${numberAsRead(limit, 'en')} at most.`;
    case 'checksum':
      return 'its checksum (SHA-256) is not the expected one: the file is damaged, or another one.';
    default:
      return 'its disk is damaged.';
  }
}

export function fetchFaultInEnglish({ why, host = '', status = 0 }: ProblemParams): string {
  switch (why) {
    case 'private':
      return `“${host}” is an address of the internal network. VMM_BOX_URL_PRIVATE=true in the configuration allows it.`;
    case 'redirect':
      return 'the server redirects too often, or to an address that is not allowed.';
    case 'status':
      return `the server “${host}” answered ${status}.`;
    case 'too-large':
      return 'the file is larger than what can be kept here.';
    default:
      return `the server “${host}” does not answer, or the connection broke several times.`;
  }
}
