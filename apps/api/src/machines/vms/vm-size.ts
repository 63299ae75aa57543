import type { VmEntity } from './vm.entity.js';

export interface VmSize {
  vcpus: number;
  memoryMiB: number;
  diskGiB: number;
}

/** What it has, or is going to have from its next start on. */
export const wantedSizeOf = ({
  vcpus,
  memoryMiB,
  nextVcpus,
  nextMemoryMiB,
}: Pick<VmEntity, 'vcpus' | 'memoryMiB' | 'nextVcpus' | 'nextMemoryMiB'>) => {
  return { vcpus: nextVcpus ?? vcpus, memoryMiB: nextMemoryMiB ?? memoryMiB };
};

/** The same with its disk, which only grows. */
export const fullSizeOf = (vm: VmEntity): VmSize => ({ ...wantedSizeOf(vm), diskGiB: vm.diskGiB });
