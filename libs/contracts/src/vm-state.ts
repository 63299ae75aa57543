import * as z from 'zod';

/** Jobs own `queued creating failed deleting`; the rest is what libvirt says. A VM that is gone answers 404. */
export const VmState = z
  .enum([
    'queued',
    'creating',
    'stopped',
    'starting',
    'running',
    'stopping',
    'suspended',
    'failed',
    'deleting',
  ])
  .meta({ id: 'VmState' });
export type VmState = z.infer<typeof VmState>;
