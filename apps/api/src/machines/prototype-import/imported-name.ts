import { VmName } from '@vm-manager/contracts';

const LONGEST = 63;

/**
 * The machine's own name, when our rules allow it and no other VM of its owner has it; else the most similar name
 * that is allowed.
 */
export function importedName(name: string, taken: ReadonlySet<string>): string {
  const nearest = VmName.safeParse(name).success ? name : allowed(name);
  let free = nearest;
  for (let number = 2; taken.has(free.toLowerCase()); number++) {
    const end = `-${number}`;
    free = nearest.slice(0, LONGEST - end.length).replace(/[.-]+$/, '') + end;
  }
  return free;
}

function allowed(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/-*\.[.-]*/g, '.')
    .replace(/-{2,}/g, '-')
    .slice(0, LONGEST - 3)
    .replace(/^[.-]+|[.-]+$/g, '');
  return VmName.safeParse(plain).success
    ? plain
    : VmName.parse(`vm-${plain || 'machine'}`.replaceAll('.', '-'));
}
