import { describe, expect, it } from '@jest/globals';
import type { MeterReading } from '../../hosts/libvirt/meters.js';
import { measured, stepOf } from './measured.js';

const reading = (change: Partial<MeterReading> = {}): MeterReading => ({
  ...{ vmId: 'one', run: 4, vcpus: 2, cpuSeconds: 100, memoryMiB: 700 },
  ...{ diskReadBytes: 1000, diskWrittenBytes: 2000, networkInBytes: 3000, networkOutBytes: 4000 },
  ...change,
});

describe('what happened between two readings', () => {
  it('is shares of the VM’s own processors, and bytes in a second', () => {
    const later = reading({ cpuSeconds: 105, diskReadBytes: 11_000, networkOutBytes: 4500, memoryMiB: 800 });
    expect(measured(reading(), later, 10)).toEqual({
      cpu: 0.25,
      memoryMiB: 800,
      diskReadBytesPerSecond: 1000,
      diskWriteBytesPerSecond: 0,
      networkInBytesPerSecond: 0,
      networkOutBytesPerSecond: 50,
    });
  });

  it('is never more than all of its processors: the clock of the counter is another one', () => {
    expect(measured(reading(), reading({ cpuSeconds: 120.3 }), 10)?.cpu).toBe(1);
  });

  it.each<[string, Partial<MeterReading>]>([
    ['another run began all counters anew', { run: 5, cpuSeconds: 200 }],
    ['the host was booted, and its runs are numbered anew', { cpuSeconds: 1 }],
    ['a network card was plugged in anew', { cpuSeconds: 101, networkInBytes: 10 }],
  ])('is not known when %s', (_, change) => {
    expect(measured(reading(), reading(change), 10)).toBeNull();
  });

  it('is not known without an earlier reading, nor when that is long ago', () => {
    expect(measured(undefined, reading(), 10)).toBeNull();
    expect(measured(reading(), reading({ cpuSeconds: 101 }), 30)).not.toBeNull();
    expect(measured(reading(), reading({ cpuSeconds: 101 }), 31)).toBeNull();
    expect(measured(reading(), reading(), 0)).toBeNull();
  });
});

it('a moment belongs to the step that began last', () => {
  expect(stepOf(new Date('2026-11-27T21:07:39.999Z'), 10).toISOString()).toBe('2026-11-27T21:07:30.000Z');
  expect(stepOf(new Date('2026-11-27T21:07:30Z'), 300).toISOString()).toBe('2026-11-27T21:05:00.000Z');
});
