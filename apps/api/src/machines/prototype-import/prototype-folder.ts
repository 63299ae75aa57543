import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
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

/** What is below the prototype's folder, each in the order of the names. */
export interface PrototypeTree {
  /** Those of machines, but not those of VM Manager's own VMs. */
  folders: PrototypeFolder[];
  /** What stands where a folder should, and leads elsewhere. */
  links: string[];
  /** What this user may not look into. */
  closed: string[];
}

export async function prototypeTree(root: string): Promise<PrototypeTree> {
  const tree: PrototypeTree = { folders: [], links: [], closed: [] };
  const below = async (folder: string) => {
    const entries = await readdir(join(root, folder), { withFileTypes: true });
    const named = (kept: Dirent[]) => kept.map(({ name }) => join(folder, name)).sort();
    tree.links.push(...named(entries.filter((entry) => entry.isSymbolicLink())));
    return named(entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')));
  };
  const unlessClosed = async <T>(folder: string, look: () => Promise<T>) => {
    try {
      return await look();
    } catch (error) {
      if (!['EACCES', 'EPERM'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
      tree.closed.push(folder);
      return null;
    }
  };
  for (const owner of await below('.'))
    for (const folder of (await unlessClosed(owner, () => below(owner))) ?? []) {
      const found = await unlessClosed(folder, () => folderAt(root, folder));
      if (found) tree.folders.push(found);
    }
  return { ...tree, links: tree.links.sort() };
}

async function folderAt(root: string, folder: string): Promise<PrototypeFolder | null> {
  const path = join(root, folder);
  const [account = '', name = ''] = folder.split(sep);
  const [vagrantfile, info, vmJson] = await Promise.all(
    ['Vagrantfile', 'vm_info.txt', 'vm.json'].map((file) => oldTextIn(join(path, file))),
  );
  if (vmJson || (!vagrantfile && !info)) return null;
  return { folder, path, account, name, vagrantfile: vagrantfile?.text ?? '', info: info?.text ?? '' };
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
