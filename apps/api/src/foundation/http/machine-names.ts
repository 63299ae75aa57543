import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** The names of this machine, from its host name, `/etc/hosts` and `/etc/resolv.conf`. */
export function machineNames(): string[] {
  return namesIn(hostname(), { hosts: textOf('/etc/hosts'), resolver: textOf('/etc/resolv.conf') });
}

/** Its own name, the names beside it in `hosts`, and its own name in each search domain. No stranger's name is in these files. */
export function namesIn(machine: string, { hosts, resolver }: { hosts: string; resolver: string }): string[] {
  const isSame = (name: string) => name.toLowerCase() === machine.toLowerCase();
  const besideIt = linesOf(hosts).flatMap(([, ...names]) => (names.some(isSame) ? names : []));
  const searched = linesOf(resolver).flatMap(([key, ...domains]) =>
    key === 'search' || key === 'domain' ? domains : [],
  );
  const below = machine.includes('.') ? [] : searched.filter((domain) => domain !== '.');
  return [machine, ...besideIt, ...below.map((domain) => `${machine}.${domain.replace(/\.$/, '')}`)];
}

const linesOf = (text: string) => text.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/));

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
