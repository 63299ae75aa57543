import type { TypedParameters, TypedValue } from '../protocol/typed-parameters.js';
import { toDomainState, type DomainState } from './domain-state.js';

/** In KiB. The guest's own view needs its balloon driver and `<stats period>`; `rss` is what QEMU takes of the host. */
export interface MemoryStatistics {
  readonly current?: number;
  readonly maximum?: number;
  readonly rss?: number;
  readonly available?: number;
  readonly unused?: number;
  readonly usable?: number;
}

/** Counters since the start, in bytes and requests; the sizes of the disk in bytes. */
export interface DiskStatistics {
  /** The target, such as `vda`. */
  readonly name: string;
  readonly path?: string;
  readonly readBytes?: number;
  readonly readRequests?: number;
  readonly writtenBytes?: number;
  readonly writeRequests?: number;
  readonly allocation?: number;
  readonly capacity?: number;
  readonly physical?: number;
}

/** Counters since the start, seen from the guest: `receivedBytes` is what came to it. */
export interface InterfaceStatistics {
  /** The host's tap device. */
  readonly name: string;
  readonly receivedBytes?: number;
  readonly receivedPackets?: number;
  readonly sentBytes?: number;
  readonly sentPackets?: number;
}

/** The statistics that every graph wants. What libvirt did not tell, as of a machine that is off, is not there. */
export interface DomainStatistics {
  readonly state?: DomainState;
  /** Nanoseconds of processor since the start, of all its vCPUs. */
  readonly cpuTime?: bigint;
  readonly vcpus?: number;
  readonly memory: MemoryStatistics;
  readonly disks: readonly DiskStatistics[];
  readonly interfaces: readonly InterfaceStatistics[];
}

/** Reads a record of `domains.getStats()`. */
export function toDomainStatistics(stats: TypedParameters): DomainStatistics {
  const state = numberOf(stats['state.state']);
  const cpuTime = stats['cpu.time'];
  return known({
    state: state === undefined ? undefined : toDomainState(state, numberOf(stats['state.reason']) ?? 0).state,
    cpuTime: typeof cpuTime === 'bigint' ? cpuTime : undefined,
    vcpus: numberOf(stats['vcpu.current']),
    memory: numbers(stats, 'balloon', {
      current: 'current',
      maximum: 'maximum',
      rss: 'rss',
      available: 'available',
      unused: 'unused',
      usable: 'usable',
    }),
    disks: each(stats, 'block').map(({ prefix, name }) => ({
      name,
      ...known({ path: textOf(stats[`${prefix}.path`]) }),
      ...numbers(stats, prefix, {
        readBytes: 'rd.bytes',
        readRequests: 'rd.reqs',
        writtenBytes: 'wr.bytes',
        writeRequests: 'wr.reqs',
        allocation: 'allocation',
        capacity: 'capacity',
        physical: 'physical',
      }),
    })),
    interfaces: each(stats, 'net').map(({ prefix, name }) => ({
      name,
      ...numbers(stats, prefix, {
        receivedBytes: 'rx.bytes',
        receivedPackets: 'rx.pkts',
        sentBytes: 'tx.bytes',
        sentPackets: 'tx.pkts',
      }),
    })),
  });
}

/** Without what is undefined. */
type Known<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function known<T extends object>(values: T): Known<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Known<T>;
}

function numbers<K extends string>(
  stats: TypedParameters,
  prefix: string,
  keys: Record<K, string>,
): { [P in K]?: number } {
  const entries = Object.entries<string>(keys).map(([name, key]) => [
    name,
    numberOf(stats[`${prefix}.${key}`]),
  ]);
  return known(Object.fromEntries(entries) as { [P in K]?: number });
}

/** Layers below a disk (`DomainStatsFlag.backing`) come after it under its name. */
function each(stats: TypedParameters, group: 'block' | 'net'): { prefix: string; name: string }[] {
  const count = numberOf(stats[`${group}.count`]) ?? 0;
  const found = new Map<string, string>();
  for (const prefix of Array.from({ length: count }, (_, index) => `${group}.${index}`)) {
    const name = textOf(stats[`${prefix}.name`]);
    if (name !== undefined && !found.has(name)) found.set(name, prefix);
  }
  return [...found].map(([name, prefix]) => ({ prefix, name }));
}

const numberOf = (value: TypedValue | undefined): number | undefined =>
  typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
const textOf = (value: TypedValue | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;
