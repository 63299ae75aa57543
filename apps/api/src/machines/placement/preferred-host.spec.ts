import { describe, expect, it } from '@jest/globals';
import { NOTHING } from '../quotas/amounts.js';
import { preferred } from './preferred-host.js';
import { sampleRoom } from '../quotas/testing/sample-room.js';

const MEMORY = { runningMemoryMiB: 8192 };
const [one, two] = [sampleRoom(MEMORY), { ...sampleRoom(MEMORY), host: 'second' }];
const asked = { ...NOTHING, vms: 1, memoryMiB: 2048, runningMemoryMiB: 2048 };
/** What each of the two has promised of its memory, and of that to machines that run. */
const hostsFor = (
  promised: Record<string, { memoryMiB?: number; runningMemoryMiB?: number }>,
  vmsOfOwner: Record<string, number> = {},
) =>
  preferred([one, two], {
    asked,
    promised: new Map(Object.entries(promised).map(([host, usage]) => [host, { ...NOTHING, ...usage }])),
    vmsOfOwner: new Map(Object.entries(vmsOfOwner)),
  }).map(({ host }) => host);

describe('a new VM', () => {
  it('goes where most memory is left, as if all VMs were running', () => {
    expect(hostsFor({ demonstration: { memoryMiB: 2048 } })).toEqual(['second']);
    expect(hostsFor({ demonstration: { runningMemoryMiB: 2048 }, second: { memoryMiB: 1024 } })).toEqual([
      'demonstration',
    ]);
  });
  it('goes to its owner’s host all the same', () => {
    expect(hostsFor({ demonstration: { memoryMiB: 6144 } }, { demonstration: 1 })).toEqual(['demonstration']);
    expect(hostsFor({}, { demonstration: 1, second: 2 })).toEqual(['second']);
  });
  it('goes elsewhere when its owner’s host is full', () =>
    expect(hostsFor({ demonstration: { runningMemoryMiB: 7168 } }, { demonstration: 1 })).toEqual([
      'second',
    ]));
  it('has all hosts against it when none is enough, its owner’s first', () => {
    const full = { runningMemoryMiB: 8000 };
    expect(hostsFor({ demonstration: full, second: full }, { second: 1 })).toEqual([
      'second',
      'demonstration',
    ]);
  });
});
