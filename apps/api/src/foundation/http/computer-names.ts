import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** The names of this computer, from its host name, `/etc/hosts` and `/etc/resolv.conf`. */
export function computerNames(): string[] {
  return namesIn(hostname(), { hosts: textOf('/etc/hosts'), resolver: textOf('/etc/resolv.conf') });
}

/** Its own name, the names beside it in `hosts`, and its own name in each search domain. No stranger's name is in these files. */
export function namesIn(
  computer: string,
  { hosts, resolver }: { hosts: string; resolver: string },
): string[] {
  const isSame = (name: string) => name.toLowerCase() === computer.toLowerCase();
  const besideIt = linesOf(hosts).flatMap(([, ...names]) => (names.some(isSame) ? names : []));
  const searched = linesOf(resolver).flatMap(([key, ...domains]) =>
    key === 'search' || key === 'domain' ? domains : [],
  );
  const below = computer.includes('.') ? [] : searched.filter((domain) => domain !== '.');
  return [computer, ...besideIt, ...below.map((domain) => `${computer}.${domain.replace(/\.$/, '')}`)];
}

const linesOf = (text: string) => text.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/));

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
