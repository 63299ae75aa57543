import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { baseOf, onTopOf, sizeHeldBy, type Holding } from './holdings.js';
import type { VmSize } from '../vms/vm-size.js';

const BASE: VmSize = { vcpus: 2, memoryMiB: 2048, diskGiB: 20 };
const LARGE: VmSize = { vcpus: 16, memoryMiB: 16384, diskGiB: 120 };
const holding = (id: string, grant: Holding['grant'], holdsAll = true): Holding => ({
  id,
  base: { ...BASE },
  grant,
  holdsAll,
});

it('adds to the quota what the VM has more, running too', () => {
  const added = onTopOf(LARGE, BASE, [holding('one', { vcpus: 4, memoryMiB: 4096, diskGiB: 30 })]);
  expect(added.get('one')).toEqual({
    vcpus: 2,
    runningVcpus: 2,
    memoryMiB: 2048,
    runningMemoryMiB: 2048,
    diskGiB: 10,
  });
});

it('keeps the disk alone once the rest is given back', () => {
  const added = onTopOf(LARGE, BASE, [holding('one', { vcpus: 4, diskGiB: 30 }, false)]);
  expect(added.get('one')).toEqual({ diskGiB: 10 });
});

it('adds in all exactly what the VM has above its own size, in whatever order it was granted and however small it is by now', () => {
  const grants = fc.array(fc.record({ vcpus: fc.integer({ min: 1, max: 16 }) }), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(grants, fc.integer({ min: BASE.vcpus, max: 20 }), (all, vcpus) => {
      const holdings = all.map((grant, index) => holding(String(index), grant));
      const sum = [...onTopOf({ ...LARGE, vcpus }, BASE, holdings).values()].reduce(
        (total, added) => total + (added.vcpus ?? 0),
        0,
      );
      const largest = Math.max(BASE.vcpus, ...all.map((grant) => grant.vcpus));
      expect(sum).toBe(Math.min(largest, vcpus) - BASE.vcpus);
    }),
  );
});

it('goes back to what the others still hold, never up, and never with the disk', () => {
  const now: VmSize = { vcpus: 6, memoryMiB: 8192, diskGiB: 40 };
  const base = baseOf(now, [holding('one', { vcpus: 6 }), holding('two', { vcpus: 3, memoryMiB: 8192 })]);
  expect(base).toEqual({ vcpus: 2, memoryMiB: 2048, diskGiB: 40 });
  expect(sizeHeldBy(now, base, [holding('two', { vcpus: 3 })])).toEqual({
    vcpus: 3,
    memoryMiB: 2048,
    diskGiB: 40,
  });
  expect(sizeHeldBy({ ...now, vcpus: 1 }, base, [])).toMatchObject({ vcpus: 1 });
});
