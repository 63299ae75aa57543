import type { Usage } from '@vm-manager/contracts';
import type { HostRoom } from '../quotas/host-room.js';
import { NOTHING } from '../quotas/amounts.js';
import { excessesAt } from '../quotas/reservation.js';

interface Wish {
  /** What the new VM counts. */
  asked: Usage;
  /** By host. */
  promised: ReadonlyMap<string, Usage>;
  /** How many VMs the owner has on each host. */
  vmsOfOwner: ReadonlyMap<string, number>;
}

/**
 * The room to take for a new VM: of those that are enough the one where most of its owner's VMs are, as a private network is on
 * one host; else the one with most memory left, as if all its VMs were running. All of them when none is enough.
 */
export function preferred(
  rooms: readonly [HostRoom, ...HostRoom[]],
  { asked, promised, vmsOfOwner }: Wish,
): readonly [HostRoom, ...HostRoom[]] {
  const promisedOf = ({ host }: HostRoom) => promised.get(host) ?? NOTHING;
  const vmsAt = ({ host }: HostRoom) => vmsOfOwner.get(host) ?? 0;
  const memoryLeft = (room: HostRoom) => room.limits.runningMemoryMiB - promisedOf(room).memoryMiB;
  const [best, ...others] = rooms.toSorted(
    (one, other) => vmsAt(other) - vmsAt(one) || memoryLeft(other) - memoryLeft(one),
  );
  const enough = [best, ...others].find(
    (room) => room && excessesAt(room, promisedOf(room), asked).length === 0,
  );
  if (enough) return [enough];
  return best ? [best, ...others] : rooms;
}
