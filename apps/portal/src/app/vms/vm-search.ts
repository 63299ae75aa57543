import { mentionsAll, type Vm } from '@vm-manager/contracts';

/** Each word must occur in the name, the owner or the address; case and accents do not count. */
export const matchesSearch = (vm: Pick<Vm, 'name' | 'owner' | 'ipAddress'>, search: string): boolean =>
  mentionsAll([vm.name, vm.owner.displayName, vm.owner.username, vm.ipAddress ?? ''].join('\n'), search);
