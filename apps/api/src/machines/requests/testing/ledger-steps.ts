import type { VmSize } from '../../vms/vm-size.js';
import fc from 'fast-check';
import type { Power } from '../../../hosts/libvirt/hypervisor.js';

export const PEOPLE = ['alice', 'bob'] as const;

const size: fc.Arbitrary<VmSize> = fc.record({
  vcpus: fc.integer({ min: 1, max: 3 }),
  memoryMiB: fc.integer({ min: 1, max: 4 }).map((gib) => gib * 1024),
  diskGiB: fc.integer({ min: 10, max: 40 }),
});
const who = fc.constantFrom(...PEOPLE);
/** Of the VMs to which it can happen by then. */
const which = fc.nat({ max: 11 });
const minutes = fc.integer({ min: 1, max: 300 });
/** The process dies before its transaction commits. */
const killed = fc.integer({ min: 0, max: 5 }).map((n) => n === 0);
const power = fc.constantFrom<Power>(
  'running',
  'off',
  'saved',
  'absent',
  'paused',
  'asleep',
  'stalled',
  'crashed',
);
const to = fc.constantFrom('off' as const, 'saved' as const, 'nowhere' as const);
const well = fc.integer({ min: 0, max: 4 }).map((n) => n > 0);

// The cast: fast-check's types cannot follow a spread of a mapped type: what comes out is the name and the rest, field by field.
const named = <Name extends string, T>(name: Name, rest: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record({ do: fc.constant(name), ...rest }) as unknown as fc.Arbitrary<{ do: Name } & T>;

const create = named('create', { who, size, killed });
const series = named('series', { size, killed });
const createEnds = named('create-ends', { which, well });

/** What happens to the VMs of two students. A kill between two transactions is that the next never comes. */
const step = fc.oneof(
  { weight: 2, arbitrary: create },
  { weight: 1, arbitrary: series },
  { weight: 3, arbitrary: createEnds },
  { weight: 7, arbitrary: named('start', { which, killed }) },
  { weight: 5, arbitrary: named('stop', { which, to }) },
  { weight: 3, arbitrary: named('machine-is', { which, power }) },
  { weight: 3, arbitrary: named('resize', { which, size, killed }) },
  { weight: 3, arbitrary: named('resize-ends', { which }) },
  { weight: 2, arbitrary: named('approve-vm', { which, size, minutes, killed }) },
  {
    weight: 1,
    arbitrary: named('approve-quota', { who, vms: fc.integer({ min: 4, max: 6 }), minutes, killed }),
  },
  { weight: 3, arbitrary: named('bin', { which }) },
  { weight: 4, arbitrary: named('restore', { which, killed }) },
  { weight: 3, arbitrary: named('delete', { which }) },
  { weight: 2, arbitrary: named('time-passes', { minutes: fc.integer({ min: 1, max: 600 }) }) },
);
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** It begins with VMs: without them little can happen. */
export const steps: fc.Arbitrary<Step[]> = fc
  .tuple(create, createEnds, create, createEnds, fc.array(step, { minLength: 4, maxLength: 9 }))
  .map(([...all]) => all.flat());
