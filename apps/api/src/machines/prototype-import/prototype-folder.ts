import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { listFolders } from '../vms/vm-folder.js';
import { oldTextIn } from './old-text.js';

/** The folder of one machine, as the prototype laid it out: `<account>/<machine>`. */
export interface PrototypeFolder {
  /** Relative to where the prototype kept them all. */
  folder: string;
  path: string;
  account: string;
  name: string;
  vagrantfile: string;
  info: string;
}

/** All below `root`, in the order of their names; those of VM Manager's own VMs are none. */
export async function prototypeFolders(root: string): Promise<PrototypeFolder[]> {
  const found: PrototypeFolder[] = [];
  for (const folder of (await listFolders(root)).sort()) {
    const path = join(root, folder);
    const [account = '', name = ''] = folder.split(sep);
    const [vagrantfile, info, vmJson] = await Promise.all(
      ['Vagrantfile', 'vm_info.txt', 'vm.json'].map((file) => oldTextIn(join(path, file))),
    );
    if (vmJson || (!vagrantfile && !info)) continue;
    found.push({ folder, path, account, name, vagrantfile: vagrantfile?.text ?? '', info: info?.text ?? '' });
  }
  return found;
}

/** What stands where a folder should, and leads elsewhere. */
export async function linksAmong(root: string): Promise<string[]> {
  const owners = await readdir(root, { withFileTypes: true });
  const below = owners
    .filter((owner) => owner.isDirectory())
    .map(async ({ name }) =>
      (await readdir(join(root, name), { withFileTypes: true }))
        .filter((entry) => entry.isSymbolicLink())
        .map((entry) => join(name, entry.name)),
    );
  const ofOwners = owners.filter((owner) => owner.isSymbolicLink()).map(({ name }) => name);
  return [...ofOwners, ...(await Promise.all(below)).flat()].sort();
}

/** What vagrant-libvirt calls the one machine of a folder (lib/vagrant-libvirt/util/domain_flags, `default_prefix`). */
export const domainNameOf = ({ name }: PrototypeFolder) => `${name.replace(/[^-a-z0-9_.]/gi, '')}_default`;

/** What an import leaves in the place of the Vagrantfile, so that the next one knows the folder. */
export const note = (vmId: string) =>
  `# Cette machine est dans VM Manager (${MARK}${vmId}). Vagrant n'a plus rien à faire ici :\n` +
  `# démarrez-la, arrêtez-la ou supprimez-la depuis le portail. Les mots de passe ont été retirés de ce dossier.\n`;

const MARK = 'vm-manager:';

/** The VM that an earlier import made of it. */
export const importedVmOf = ({ vagrantfile }: PrototypeFolder): string | null =>
  /vm-manager:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/.exec(vagrantfile)?.[1] ?? null;

/** Which of the templates it comes nearest to; the first one when it says nothing. */
export function templateFor({ vagrantfile, info }: PrototypeFolder, known: readonly string[]): string {
  const box = /\.box\s*=\s*["']([^"']+)["']/.exec(vagrantfile)?.[1] ?? '';
  const words = [box, ...valuesIn(info, /template|mod[eè]le|syst[eè]me|os|type|box/i)].join(' ');
  const wanted = /win/i.test(words)
    ? 'windows-server'
    : /client|desktop|bureau|xfce|gnome/i.test(words)
      ? 'debian-client'
      : 'debian-server';
  return known.includes(wanted) ? wanted : (known[0] ?? wanted);
}

/** The student's account in the guest. */
export function guestAccountOf({ info, account }: PrototypeFolder): string {
  const [named] = valuesIn(info, /utilisateur|user(?:name)?|login|compte|identifiant/i);
  return named && /^[A-Za-z_][\w.-]{0,31}$/.test(named) ? named : account;
}

/** Of the lines `<key>: <value>` whose key has this word. */
function valuesIn(text: string, key: RegExp): string[] {
  return text.split('\n').flatMap((line) => {
    const [, name = '', value = ''] = /^\s*([^:=]{1,60})[:=]\s*(.+?)\s*$/.exec(line) ?? [];
    const isAsked = new RegExp(`(^|[^a-z])(${key.source})`, 'i').test(name);
    return isAsked && !/pass|mdp|pwd/i.test(name) ? [value] : [];
  });
}
