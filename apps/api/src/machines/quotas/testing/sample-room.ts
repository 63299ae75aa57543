import type { HostRoom } from '../host-room.js';

/** A host with room for whatever a test does not test. */
export const sampleRoom = (change: Partial<HostRoom['limits']> = {}): HostRoom => ({
  host: 'demonstration',
  cores: 64,
  memoryMiB: 2 ** 20,
  memoryUsedMiB: null,
  diskFreeGiB: 1000,
  vmDisksGiB: 0,
  limits: { runningVcpus: 512, runningMemoryMiB: 2 ** 20, diskGiB: 2000, ...change },
});
