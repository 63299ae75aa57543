import type { VmEntity } from './vm.entity.js';

/** What it has, or is going to have from its next start on. */
export const wantedSizeOf = ({
  vcpus,
  memoryMiB,
  nextVcpus,
  nextMemoryMiB,
}: Pick<VmEntity, 'vcpus' | 'memoryMiB' | 'nextVcpus' | 'nextMemoryMiB'>) => {
  return { vcpus: nextVcpus ?? vcpus, memoryMiB: nextMemoryMiB ?? memoryMiB };
};
