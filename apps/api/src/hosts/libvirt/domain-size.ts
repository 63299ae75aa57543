import { MEMORY_PIECE_MIB, type MachineSettings, type MachineSize } from './hardware.js';
import { childOf, childrenOf, removeChildren, rootOf, setChild, toXml, type Element } from './xml.js';

const KIB = 1024;
/** Each addition of memory takes one. */
const SLOTS = 16;

/** What a domain has; of a running one what was added is part of it. */
export const sizeIn = (xml: string): MachineSize => sizeOf(rootOf(xml));

/** What a domain can be given while it runs. One that was defined without room has none. */
export const mostIn = (xml: string): MachineSize => mostOf(rootOf(xml));

function sizeOf(domain: Element): MachineSize {
  const current = childOf(domain, 'vcpu')?.getAttribute('current');
  return {
    vcpus: current ? Number(current) : mostOf(domain).vcpus,
    memoryMiB: mebibytes(childOf(domain, 'memory')),
  };
}

const mostOf = (domain: Element): MachineSize => ({
  vcpus: Number(childOf(domain, 'vcpu')?.textContent),
  memoryMiB: mebibytes(childOf(domain, 'maxMemory')),
});

/** libvirt answers in KiB, but takes an amount of memory in any of its units. */
function mebibytes(amount: Element | null): number {
  if (!amount) return 0;
  const unit = (amount.getAttribute('unit') ?? 'KiB').toLowerCase();
  const power = ['k', 'm', 'g', 't', 'p', 'e'].indexOf(unit.charAt(0)) + 1;
  // KB are a thousand bytes, KiB and K 1,024.
  const base = power > 0 && unit.endsWith('b') && !unit.endsWith('ib') ? 1000 : 1024;
  return Math.floor((Number(amount.textContent) * base ** power) / KIB ** 2);
}

/** Whether the definition says what it is to be. */
export function isAsSet(xml: string, { name, vcpus, memoryMiB, most }: MachineSettings): boolean {
  const domain = rootOf(xml);
  const size = sizeOf(domain);
  const room = mostOf(domain);
  return (
    size.vcpus === vcpus &&
    size.memoryMiB === memoryMiB &&
    room.vcpus === most.vcpus &&
    room.memoryMiB === ceilingOf(most) &&
    childOf(domain, 'title')?.textContent === name &&
    hostNamesIn(domain).every(({ textContent }) => textContent === HOST_NAME + name)
  );
}

/** The definition with these settings in the place of its own. */
export function withSettings(xml: string, { name, vcpus, memoryMiB, most }: MachineSettings): string {
  const domain = rootOf(xml);
  const memory = memoryMiB * KIB;
  setChild(domain, 'title', {}, name);
  for (const entry of hostNamesIn(domain)) entry.textContent = HOST_NAME + name;
  setChild(domain, 'maxMemory', { slots: SLOTS, unit: 'KiB' }, ceilingOf(most) * KIB);
  setChild(domain, 'memory', { unit: 'KiB' }, memory);
  setChild(domain, 'currentMemory', { unit: 'KiB' }, memory);
  setChild(domain, 'vcpu', { current: vcpus }, most.vcpus);
  // What was plugged in while it ran is part of it from its next start on.
  removeChildren(domain, 'vcpus');
  removeChildren(childOf(domain, 'devices'), 'memory');
  // Memory can only be added to a domain whose memory belongs to a node.
  const cpu = setChild(domain, 'cpu', {});
  removeChildren(cpu, 'numa');
  const cell = { id: 0, cpus: `0-${most.vcpus - 1}`, memory, unit: 'KiB' };
  setChild(setChild(cpu, 'numa', {}), 'cell', cell);
  return toXml(domain);
}

/** What the guest takes its name from at boot (infra/vagrant). */
const HOST_NAME = 'vmm:hostname=';

const hostNamesIn = (domain: Element): Element[] =>
  childrenOf(domain, 'sysinfo')
    .flatMap((sysinfo) => childrenOf(childOf(sysinfo, 'oemStrings'), 'entry'))
    .filter(({ textContent }) => textContent?.startsWith(HOST_NAME));

/** QEMU wants the ceiling to be above what is there already. */
const ceilingOf = ({ memoryMiB }: MachineSize) => memoryMiB + MEMORY_PIECE_MIB;
