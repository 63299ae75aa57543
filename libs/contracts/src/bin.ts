import * as z from 'zod';
import type { VmState } from './vm-state.js';
import { Vm } from './vm.js';

/** A VM that was deleted and waits: until `goneAt` it can come back, then it is gone for good. */
export const BinnedVm = Vm.extend({ goneAt: z.iso.datetime() }).meta({ id: 'BinnedVm' });
export type BinnedVm = z.infer<typeof BinnedVm>;

/** Whether a VM that is deleted in this state waits in the bin, where there is one: without a machine, nothing could come back. */
export const waitsInBin = (state: VmState): boolean =>
  !(state === 'queued' || state === 'creating' || state === 'failed' || state === 'deleting');
