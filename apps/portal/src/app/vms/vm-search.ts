import type { Vm } from '@vm-manager/contracts';

/** Each word must occur in the name, the owner or the address; case and accents do not count. */
export function matchesSearch(vm: Pick<Vm, 'name' | 'owner' | 'ipAddress'>, search: string): boolean {
  const words = plain(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = plain([vm.name, vm.owner.displayName, vm.owner.username, vm.ipAddress ?? ''].join('\n'));
  return words.every((word) => text.includes(word));
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
